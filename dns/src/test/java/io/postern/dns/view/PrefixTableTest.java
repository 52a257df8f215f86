package io.postern.dns.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.view.PrefixTable.Match;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTableTest {
  /** By the object and by its numbers, which must say the same. */
  private static OptionalInt owner(PrefixTable table, String address) {
    var owner = table.networkOf(InetAddress.ofLiteral(address));
    var numbers = Prefix.of(InetAddress.ofLiteral(address));
    assertEquals(
        owner.orElse(NetworkView.NO_NETWORK),
        table.networkOf(numbers.ipv4(), numbers.high(), numbers.low()));
    return owner;
  }

  private static Prefix prefix(String text) {
    return Prefix.parse(text);
  }

  @Test
  void theLongestPrefixDecides() {
    var table = PrefixTable.empty().with(prefix("10.0.0.0/8"), 1).with(prefix("10.1.0.0/16"), 2);

    assertEquals(OptionalInt.of(2), owner(table, "10.1.200.3"));
    assertEquals(OptionalInt.of(1), owner(table, "10.2.0.1"));
    assertEquals(OptionalInt.empty(), owner(table, "11.0.0.1"));
  }

  @Test
  void aPrefixOfSeveralNetworksMatchesNone() {
    var table =
        PrefixTable.empty()
            .with(prefix("10.0.0.0/8"), 1)
            .with(prefix("10.1.0.0/16"), 2)
            .with(prefix("10.1.0.0/16"), 3);

    assertEquals(OptionalInt.empty(), owner(table, "10.1.0.1"), "nor the shorter one's owner");
    assertEquals(List.of(2, 3), table.claimants(prefix("10.1.0.0/16")));
    var alone = table.without(prefix("10.1.0.0/16"), 2);
    assertEquals(OptionalInt.of(3), owner(alone, "10.1.0.1"));
    assertEquals(OptionalInt.of(1), owner(alone.without(prefix("10.1.0.0/16"), 3), "10.1.0.1"));
  }

  @Test
  void theFamiliesAreApart() {
    var table = PrefixTable.empty().with(prefix("::/0"), 6).with(prefix("fd00:1::/64"), 7);

    assertEquals(OptionalInt.of(6), owner(table, "2001:db8::1"));
    assertEquals(OptionalInt.of(7), owner(table, "fd00:1::abcd"));
    assertEquals(OptionalInt.empty(), owner(table, "10.0.0.1"));
    assertEquals(OptionalInt.empty(), owner(table, "::ffff:10.0.0.1"), "a mapped address is IPv4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0/0",
        "10.1.0.0/16",
        "10.1.2.3/32",
        "0:0:0:0:0:0:0:0/0",
        "fd00:1:0:0:0:0:0:0/64"
      })
  void prefixesRoundTrip(String text) {
    assertEquals(text, prefix(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0",
        "10.0.0.0/33",
        "10.0.0.1/8",
        "fd00::/129",
        "host/8",
        "10.0.0.0/",
        "/8",
        "fd00::1/64"
      })
  void whatIsNoPrefixIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> prefix(text));
  }

  @Test
  void agreesWithAScanOfAllPrefixes() {
    record Claimed(Prefix prefix, int network) {}
    var random = new Random(3);
    var table = PrefixTable.empty();
    var claims = new ArrayList<Claimed>();
    for (int step = 0; step < 3_000; step++) {
      var claim =
          new Claimed(Prefix.of(randomAddress(random), random.nextInt(33)), random.nextInt(5));
      if (claims.contains(claim) && random.nextBoolean()) {
        claims.remove(claim);
        table = table.without(claim.prefix(), claim.network());
      } else if (!claims.contains(claim)) {
        claims.add(claim);
        table = table.with(claim.prefix(), claim.network());
      }
      var asked = randomAddress(random);
      var longest = -1;
      var owners = new HashSet<Integer>();
      for (var each : claims) {
        var length = each.prefix().length();
        if (Prefix.of(asked, length).equals(each.prefix()) && length >= longest) {
          if (length > longest) {
            owners.clear();
          }
          longest = length;
          owners.add(each.network());
        }
      }
      var expected =
          owners.size() == 1 ? OptionalInt.of(owners.iterator().next()) : OptionalInt.empty();
      assertEquals(expected, table.networkOf(asked));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.2.9.9/32, 2, 16",
    "10.1.7.8/32, 3, 24",
    "10.1.2.0/24, 1, 22",
    "10.1.4.0/22, -1, 23",
    "10.0.0.0/8, -1, 16",
    "192.0.2.0/24, -1, 1",
    "fd00::/64, -1, 0"
  })
  void aBlockMatchesAsFarAsTheTableSaysTheSame(String block, int network, int scope) {
    var table =
        PrefixTable.empty()
            .with(prefix("10.1.0.0/16"), 1)
            .with(prefix("10.2.0.0/16"), 2)
            .with(prefix("10.1.7.0/24"), 3);
    var expected = network < 0 ? OptionalInt.empty() : OptionalInt.of(network);

    assertEquals(new Match(expected, scope), table.match(prefix(block)));
  }

  /** Within the scope every address matches alike, and in a scope one bit wider one does not. */
  @Test
  void theScopeIsTheWidestThatIsTrue() {
    var random = new Random(4);
    for (int round = 0; round < 2_000; round++) {
      var table = PrefixTable.empty();
      for (int i = random.nextInt(5); i >= 0; i--) {
        table = table.with(smallPrefix(random), random.nextInt(3));
      }
      var asked = randomLast(random);
      var scope = table.match(Prefix.of(asked, 32)).scope();
      assertEquals(1, prefixesWithin(table, asked, Math.max(scope, 24)).size());
      if (scope > 24) {
        assertTrue(
            prefixesWithin(table, asked, scope - 1).size() > 1, "narrower than it has to be");
      }
    }
  }

  /** The longest prefixes that hold the addresses around one, of 10.0.0.0/24. */
  private static Set<List<Integer>> prefixesWithin(
      PrefixTable table, InetAddress around, int length) {
    var found = new HashSet<List<Integer>>();
    for (int last = 0; last < 256; last++) {
      var address = InetAddress.ofLiteral("10.0.0." + last);
      if (!Prefix.of(around, length).contains(address)) {
        continue;
      }
      for (int longest = 32; longest >= 23; longest--) {
        if (longest == 23) {
          found.add(List.of());
        } else if (!table.claimants(Prefix.of(address, longest)).isEmpty()) {
          found.add(List.of(Prefix.of(address, longest).hashCode(), longest));
          break;
        }
      }
    }
    return found;
  }

  private static Prefix smallPrefix(Random random) {
    return Prefix.of(randomLast(random), 24 + random.nextInt(9));
  }

  private static InetAddress randomLast(Random random) {
    return InetAddress.ofLiteral("10.0.0." + random.nextInt(256));
  }

  private static InetAddress randomAddress(Random random) {
    return InetAddress.ofLiteral("10.%d.%d.0".formatted(random.nextInt(4), random.nextInt(4) * 64));
  }
}

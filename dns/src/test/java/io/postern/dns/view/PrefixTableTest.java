package io.postern.dns.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTableTest {
  private static OptionalInt owner(PrefixTable table, String address) {
    return table.networkOf(InetAddress.ofLiteral(address));
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

  private static InetAddress randomAddress(Random random) {
    return InetAddress.ofLiteral("10.%d.%d.0".formatted(random.nextInt(4), random.nextInt(4) * 64));
  }
}

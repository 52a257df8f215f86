package io.postern.dns.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ZoneIndexTest {
  private static final InetAddress HOST = InetAddress.ofLiteral("10.1.0.4");

  private static ZoneIndex withNetwork(ZoneIndex index, int id, String... prefixes) {
    var space = Set.copyOf(List.of(prefixes).stream().map(Prefix::parse).toList());
    return index.withNetwork("net-" + id, NetworkView.of(id, false), space);
  }

  private static Zone zone(String apex) {
    return Zone.empty(DnsName.parse(apex), SoaSettings.DEFAULT, ClaimPolicy.ALL, 1);
  }

  @Test
  void replacingANetworkMovesItsPrefixesAndKey() {
    var before = withNetwork(ZoneIndex.empty(), 1, "10.1.0.0/16");

    var after = before.withNetwork("renamed", NetworkView.of(1, false), Set.of());

    assertEquals(OptionalInt.of(1), before.prefixes().networkOf(HOST));
    assertEquals(OptionalInt.empty(), after.prefixes().networkOf(HOST));
    assertEquals(OptionalInt.of(1), after.networkId("renamed"));
    assertEquals(OptionalInt.empty(), after.networkId("net-1"));
  }

  @Test
  void removingANetworkLeavesNothingOfIt() {
    var index = withNetwork(ZoneIndex.empty(), 1, "10.1.0.0/16").withoutNetwork(1);

    assertNull(index.view(1));
    assertEquals(OptionalInt.empty(), index.networkId("net-1"));
    assertEquals(OptionalInt.empty(), index.prefixes().networkOf(HOST));
  }

  @Test
  void twoNetworksDoNotShareAKey() {
    var index = withNetwork(ZoneIndex.empty(), 1);

    assertThrows(
        IllegalArgumentException.class,
        () -> index.withNetwork("net-1", NetworkView.of(2, false), Set.of()));
    assertThrows(IllegalArgumentException.class, () -> index.withView(NetworkView.of(9, false)));
  }

  @Test
  void theLongestLinkedZoneHoldsTheName() {
    var view =
        NetworkView.of(1, false)
            .withLink(DnsName.parse("contoso.com"), new Link(1, false))
            .withLink(DnsName.parse("db.contoso.com"), new Link(2, true));
    var index =
        ZoneIndex.empty().withZone(1, zone("contoso.com")).withZone(2, zone("db.contoso.com"));

    assertEquals("db.contoso.com", apexFor(index, view, "x.db.contoso.com"));
    assertEquals("contoso.com", apexFor(index, view, "x.contoso.com"));
    assertNull(apexFor(index, view, "com"));
    assertEquals(
        "contoso.com",
        apexFor(index.withoutZone(2), view, "x.db.contoso.com"),
        "a link to a zone that is gone counts as absent");
  }

  private static @Nullable String apexFor(ZoneIndex index, NetworkView view, String name) {
    var linked = index.linkedZone(view, DnsName.parse(name));
    return linked == null ? null : linked.zone().apex().toString();
  }

  @Test
  void aPrivateLinkNameGoesWithItsPublicName() {
    var fqdn = DnsName.parse("acct1.blob.example");
    var first = DnsName.parse("acct1.privatelink.example");
    var second = DnsName.parse("acct1.other.example");
    var name = PublicName.of(fqdn, List.of());

    var index =
        ZoneIndex.empty()
            .withPublicName(name.withPrivateLink(first, true))
            .withPublicName(name.withPrivateLink(second, true));

    assertNull(index.publicNames().nodeAt(first));
    assertEquals(name.records(), index.publicNames().nodeAt(second));
    assertEquals(1, index.publicNames().size());
    assertNull(index.withoutPublicName(fqdn).publicNames().nodeAt(second));
  }

  @Test
  void anIndexChangedStepByStepEqualsOneBuiltAtOnce() {
    var random = new Random(11);
    var networks = new HashMap<Integer, Set<Prefix>>();
    var names = new HashMap<DnsName, PublicName>();
    var index = ZoneIndex.empty();
    for (int step = 0; step < 2_000; step++) {
      var id = random.nextInt(8);
      var fqdn = DnsName.parse("n" + random.nextInt(8) + ".example");
      switch (random.nextInt(4)) {
        case 0 -> {
          networks.remove(id);
          index = index.withoutNetwork(id);
        }
        case 1 -> {
          names.remove(fqdn);
          index = index.withoutPublicName(fqdn);
        }
        case 2 -> {
          var alias = DnsName.parse("a" + random.nextInt(100) + "." + fqdn);
          var name = PublicName.of(fqdn, List.of()).withPrivateLink(alias, random.nextBoolean());
          names.put(fqdn, name);
          index = index.withPublicName(name);
        }
        default -> {
          var space = Set.of(Prefix.parse("10.%d.0.0/16".formatted(random.nextInt(4))));
          networks.put(id, space);
          index = index.withNetwork("net-" + id, NetworkView.of(id, false), space);
        }
      }
      assertSameAnswers(built(networks, names), index);
    }
  }

  private static ZoneIndex built(
      Map<Integer, Set<Prefix>> networks, Map<DnsName, PublicName> names) {
    var index = ZoneIndex.empty();
    for (var network : networks.entrySet()) {
      var id = network.getKey();
      index = index.withNetwork("net-" + id, NetworkView.of(id, false), network.getValue());
    }
    for (var name : names.values()) {
      index = index.withPublicName(name);
    }
    return index;
  }

  private static void assertSameAnswers(ZoneIndex expected, ZoneIndex actual) {
    for (int i = 0; i < 8; i++) {
      var host = InetAddress.ofLiteral("10." + i + ".0.1");
      var name = DnsName.parse("n" + i + ".example");
      assertEquals(expected.view(i), actual.view(i));
      assertEquals(expected.networkId("net-" + i), actual.networkId("net-" + i));
      assertEquals(expected.prefixes().networkOf(host), actual.prefixes().networkOf(host));
      assertEquals(expected.publicNames().get(name), actual.publicNames().get(name));
      for (int alias = 0; alias < 100; alias += 7) {
        var aliasName = DnsName.parse("a" + alias + "." + name);
        assertEquals(
            expected.publicNames().nodeAt(aliasName), actual.publicNames().nodeAt(aliasName));
      }
    }
  }
}

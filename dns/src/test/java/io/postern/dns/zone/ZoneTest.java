package io.postern.dns.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.name.DnsName;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ZoneTest {
  private static final DnsName APEX = DnsName.parse("contoso.com");
  private static final Zone EMPTY =
      Zone.empty(APEX, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1);
  private static final Node NODE = Node.of(a("10.0.0.1"));

  private static RecordSet a(String address) {
    return RecordSet.of(RecordType.A, 10, Rdata.address(InetAddress.ofLiteral(address)));
  }

  private static DnsName name(String relative) {
    return APEX.resolve(relative);
  }

  @Test
  void namesAboveARecordAreEmptyNonTerminals() {
    var zone = EMPTY.withNode(name("a.b.c"), NODE);

    assertEquals(NODE, zone.node(name("a.b.c")));
    assertEquals(Node.EMPTY, zone.node(name("b.c")));
    assertEquals(Node.EMPTY, zone.node(name("c")));
    assertNull(zone.node(name("b")));
    assertTrue(zone.hasNamesBelow(name("c")));
    assertEquals(1, zone.nodeCount());
  }

  @Test
  void removingTheLastRecordBelowRemovesEmptyNonTerminals() {
    var zone = EMPTY.withNode(name("a.b.c"), NODE).withNode(name("d.c"), NODE);

    var without = zone.withoutNode(name("a.b.c"));

    assertNull(without.node(name("a.b.c")));
    assertNull(without.node(name("b.c")));
    assertEquals(Node.EMPTY, without.node(name("c")));
    assertNull(without.withoutNode(name("d.c")).node(name("c")));
    assertNotNull(without.withoutNode(name("d.c")).node(APEX), "the apex always exists");
    assertEquals(NODE, zone.node(name("a.b.c")), "the zone it came from is as it was");
  }

  @Test
  void aNameWithRecordsStaysWhenWhatIsBelowGoes() {
    var zone = EMPTY.withNode(name("c"), NODE).withNode(name("b.c"), NODE);

    var without = zone.withoutNode(name("b.c"));

    assertEquals(NODE, without.node(name("c")));
    assertFalse(without.hasNamesBelow(name("c")));
  }

  @Test
  void theSerialIsTheRevision() {
    var zone = EMPTY.withRevision(0x1_0000_002aL);

    var expected = SoaSettings.DEFAULT.toRecordSet(APEX, 42);
    assertEquals(new OwnedSet(APEX, expected), zone.soa());
    assertEquals(10, zone.negativeSoa().records().ttlSeconds());
    assertEquals(zone.soa().records().rdata(), zone.negativeSoa().records().rdata());
  }

  @Test
  void whatAZoneMayNotHoldIsRefused() {
    var cname = Node.of(RecordSet.cname(10, name("x")));

    assertThrows(
        IllegalArgumentException.class, () -> EMPTY.withNode(DnsName.parse("fabrikam.com"), NODE));
    assertThrows(IllegalArgumentException.class, () -> EMPTY.withNode(APEX, cname));
    assertThrows(
        IllegalArgumentException.class,
        () -> EMPTY.withNode(name("x"), Node.of(SoaSettings.DEFAULT.toRecordSet(APEX, 1))));
    assertThrows(
        IllegalArgumentException.class,
        () -> Node.of(RecordSet.cname(10, name("x")), a("10.0.0.1")));
    assertThrows(IllegalArgumentException.class, () -> Node.of(a("10.0.0.1"), a("10.0.0.2")));
  }

  @Test
  void changesInAnyOrderGiveTheTreeOfTheRecordsThatAreLeft() {
    var random = new Random(7);
    var zone = EMPTY;
    var expected = new HashMap<DnsName, Node>();
    for (int step = 0; step < 4_000; step++) {
      var name = randomName(random);
      if (random.nextBoolean()) {
        zone = zone.withNode(name, NODE);
        expected.put(name, NODE);
      } else {
        zone = zone.withoutNode(name);
        expected.remove(name);
      }
      if (step % 50 == 0) {
        assertEquals(expected, nodes(zone));
        assertEquals(expected.size(), zone.nodeCount());
        assertNamesExist(zone, expected.keySet());
      }
    }
  }

  @Test
  void aZoneBuiltAtOnceIsTheOneThatGrew() {
    var random = new Random(8);
    var grown = EMPTY;
    var builder = new ZoneBuilder(APEX);
    for (int step = 0; step < 500; step++) {
      var name = random.nextInt(5) == 0 ? randomName(random).child("*") : randomName(random);
      var node = Node.of(a("10.0.0." + random.nextInt(250)));
      grown = grown.withNode(name, node);
      builder.put(name, node);
      assertEquals(node, builder.node(name));
    }

    var built = builder.build(SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1);

    assertEquals(nodes(grown), nodes(built));
    assertEquals(grown.nodeCount(), built.nodeCount());
    assertTrue(built.hasRulingNames());
    assertNamesExist(built, nodes(grown).keySet());
    var asBuilt = built;
    for (var name : nodes(grown).keySet()) {
      assertEquals(grown.hasNamesBelow(name), asBuilt.hasNamesBelow(name));
      built = built.withoutNode(name);
    }
    assertEquals(0, built.nodeCount());
    assertFalse(built.hasRulingNames());
    assertFalse(built.hasNamesBelow(APEX), "each name was counted once");
  }

  private static DnsName randomName(Random random) {
    var name = APEX;
    for (int labels = 1 + random.nextInt(4); labels > 0; labels--) {
      name = name.child(String.valueOf((char) ('a' + random.nextInt(3))));
    }
    return name;
  }

  private static Map<DnsName, Node> nodes(Zone zone) {
    var nodes = new HashMap<DnsName, Node>();
    zone.forEachNode(nodes::put);
    return nodes;
  }

  private static void assertNamesExist(Zone zone, Set<DnsName> held) {
    var existing = new HashSet<DnsName>(List.of(APEX));
    for (var name : held) {
      for (var above = name; !above.equals(APEX); above = above.parent()) {
        existing.add(above);
      }
    }
    for (int seed = 0; seed < 60; seed++) {
      var probe = randomName(new Random(seed));
      assertEquals(
          existing.contains(probe), zone.node(probe) != null, () -> "existence of " + probe);
    }
  }
}

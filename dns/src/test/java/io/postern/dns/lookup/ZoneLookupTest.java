package io.postern.dns.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.postern.dns.lookup.Lookup.Alias;
import io.postern.dns.lookup.Lookup.Dormant;
import io.postern.dns.lookup.Lookup.Found;
import io.postern.dns.lookup.Lookup.NoData;
import io.postern.dns.lookup.Lookup.NoSuchName;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.NetworkView;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ZoneLookupTest {
  private static final DnsName APEX = DnsName.parse("example");
  private static final NetworkView ASKER = NetworkView.of(1, false);
  private static final RecordSet TEXT = RecordSet.of(RecordType.TXT, 60, Rdata.txt(List.of("t")));

  private static Zone zone(ClaimPolicy policy) {
    return Zone.empty(APEX, SoaSettings.DEFAULT, policy, 1);
  }

  private static RecordSet a(String... addresses) {
    return RecordSet.addresses(
        10, List.of(addresses).stream().map(InetAddress::ofLiteral).toList());
  }

  private static DnsName name(String relative) {
    return APEX.resolve(relative);
  }

  private static Lookup lookup(Zone zone, String relative, RecordType type) {
    return lookup(zone, relative, type, ASKER);
  }

  private static Lookup lookup(Zone zone, String relative, RecordType type, NetworkView asker) {
    return ZoneLookup.lookup(zone, new Question(name(relative), type), asker);
  }

  private static Found found(String relative, RecordSet records) {
    return new Found(new OwnedSet(name(relative), records));
  }

  /** The zone of RFC 4592 §2.2.1 and its answers in §2.2.3. */
  @Nested
  class Wildcards {
    private final RecordSet mail = RecordSet.of(RecordType.MX, 3600, Rdata.mx(10, name("host1")));
    private final RecordSet service =
        RecordSet.of(RecordType.SRV, 3600, Rdata.srv(0, 0, 80, name("host1")));
    private final Zone zone =
        ZoneLookupTest.zone(ClaimPolicy.PER_NETWORK)
            .withNode(name("*"), Node.of(TEXT, mail))
            .withNode(name("sub.*"), Node.of(TEXT))
            .withNode(name("host1"), Node.of(a("192.0.2.1")))
            .withNode(name("_ssh._tcp.host1"), Node.of(service))
            .withNode(name("_ssh._tcp.host2"), Node.of(service));

    @Test
    void answerForNamesWithoutACloserEncloser() {
      assertEquals(found("host3", mail), lookup(zone, "host3", RecordType.MX));
      assertEquals(found("foo.bar", TEXT), lookup(zone, "foo.bar", RecordType.TXT));
      assertInstanceOf(NoData.class, lookup(zone, "host3", RecordType.A));
    }

    @Test
    void doNotAnswerForNamesThatExist() {
      assertInstanceOf(NoData.class, lookup(zone, "host1", RecordType.MX));
      assertInstanceOf(NoData.class, lookup(zone, "sub.*", RecordType.MX));
    }

    @Test
    void doNotAnswerBelowACloserEncloser() {
      assertInstanceOf(NoSuchName.class, lookup(zone, "_telnet._tcp.host1", RecordType.SRV));
      assertInstanceOf(NoSuchName.class, lookup(zone, "ghost.*", RecordType.MX));
    }

    @Test
    void doNotAnswerForEmptyNonTerminals() {
      assertInstanceOf(NoData.class, lookup(zone, "host2", RecordType.MX));
      assertInstanceOf(NoData.class, lookup(zone, "_tcp.host2", RecordType.TXT));
      assertInstanceOf(NoSuchName.class, lookup(zone, "x.host2", RecordType.TXT));
    }

    @Test
    void leadAliasesToo() {
      var cname = RecordSet.cname(60, name("target"));
      var aliased = zone.withNode(name("*"), Node.of(cname));

      assertEquals(
          new Alias(new OwnedSet(name("host3"), cname), name("target")),
          lookup(aliased, "host3", RecordType.A));
      assertEquals(found("host3", cname), lookup(aliased, "host3", RecordType.CNAME));
    }
  }

  @Nested
  class Claims {
    private static final String AT = "acct1";

    private Zone zone(ClaimPolicy policy, Claim... claims) {
      return ZoneLookupTest.zone(policy).withNode(name(AT), new Node(List.of(), List.of(claims)));
    }

    private Lookup ask(Zone zone, int network, Integer... peers) {
      var asker = NetworkView.of(network, false).withPeers(List.of(peers));
      return lookup(zone, AT, RecordType.A, asker);
    }

    private Claim claim(int network, long order, boolean live, String address) {
      return new Claim(network, order, live, List.of(a(address)));
    }

    @Test
    void ofTheNetworkItselfComeFirst() {
      var zone =
          zone(
              ClaimPolicy.PER_NETWORK,
              claim(2, 1, true, "10.2.0.1"),
              claim(1, 2, true, "10.1.0.1"));

      assertEquals(found(AT, a("10.1.0.1")), ask(zone, 1));
      assertEquals(found(AT, a("10.2.0.1")), ask(zone, 2));
    }

    @Test
    void ofPeersComeInTheOrderOfPreference() {
      var zone =
          zone(
              ClaimPolicy.PER_NETWORK,
              claim(2, 1, true, "10.2.0.1"),
              claim(3, 2, true, "10.3.0.1"),
              claim(4, 3, false, "10.4.0.1"));

      assertEquals(found(AT, a("10.3.0.1")), ask(zone, 1, 4, 3, 2), "dormant ones are passed over");
      assertEquals(found(AT, a("10.2.0.1")), ask(zone, 1, 2, 3));
    }

    @Test
    void ofTheOldestLiveNetworkAnswerAStranger() {
      var zone =
          zone(
              ClaimPolicy.PER_NETWORK,
              claim(2, 5, true, "10.2.0.1"),
              claim(3, 1, false, "10.3.0.1"),
              claim(4, 2, true, "10.4.0.1"),
              claim(4, 9, true, "10.4.0.2"));

      assertEquals(found(AT, a("10.4.0.1", "10.4.0.2")), ask(zone, 1));
    }

    @Test
    void thatAreDormantAreNotReplacedByAnotherNetworks() {
      var zone =
          zone(
              ClaimPolicy.PER_NETWORK,
              claim(1, 2, false, "10.1.0.1"),
              claim(2, 1, true, "10.2.0.1"));

      var dormant = assertInstanceOf(Dormant.class, ask(zone, 1, 2));
      assertInstanceOf(NoSuchName.class, dormant.otherwise());
      assertEquals(found(AT, a("10.2.0.1")), ask(zone, 3));
    }

    @Test
    void thatAreAllDormantLeaveTheNameToThePublicSideForStrangersToo() {
      var zone = zone(ClaimPolicy.PER_NETWORK, claim(2, 1, false, "10.2.0.1"));

      assertInstanceOf(Dormant.class, ask(zone, 1));
    }

    @Test
    void ofSeveralEndpointsOfANetworkAreAnsweredTogether() {
      var zone =
          zone(
              ClaimPolicy.PER_NETWORK,
              claim(1, 1, true, "10.1.0.1"),
              claim(1, 2, false, "10.1.0.2"),
              claim(1, 3, true, "10.1.0.3"));

      assertEquals(found(AT, a("10.1.0.1", "10.1.0.3")), ask(zone, 1));
    }

    @Test
    void firstWinsGivesTheOldestLiveEndpointToAll() {
      var zone =
          zone(
              ClaimPolicy.FIRST_WINS,
              claim(1, 3, true, "10.1.0.1"),
              claim(2, 2, true, "10.2.0.1"),
              claim(2, 2, true, "10.2.0.2"),
              claim(2, 4, true, "10.2.0.3"),
              claim(3, 1, false, "10.3.0.1"));

      assertEquals(found(AT, a("10.2.0.1", "10.2.0.2")), ask(zone, 1));
      assertEquals(found(AT, a("10.2.0.1", "10.2.0.2")), ask(zone, 3));
    }

    @Test
    void allGivesEveryLiveAddressToAll() {
      var zone =
          zone(
              ClaimPolicy.ALL,
              claim(1, 3, true, "10.1.0.1"),
              claim(2, 2, true, "10.2.0.1"),
              claim(3, 1, false, "10.3.0.1"));

      assertEquals(found(AT, a("10.1.0.1", "10.2.0.1")), ask(zone, 9));
    }

    @Test
    void ofOneFamilyGiveNoDataForTheOther() {
      var zone = zone(ClaimPolicy.PER_NETWORK, claim(1, 1, true, "10.1.0.1"));

      assertInstanceOf(NoData.class, lookup(zone, AT, RecordType.AAAA));
      assertInstanceOf(NoData.class, lookup(zone, AT, RecordType.TXT));
    }

    @Test
    void giveWayToRecordsMadeByHandOfTheSameType() {
      var claim = claim(1, 1, true, "10.1.0.1");
      var sameType = new Node(List.of(a("10.0.0.9")), List.of(claim));
      var otherType = new Node(List.of(TEXT), List.of(claim));
      var alias = new Node(List.of(RecordSet.cname(60, name("x"))), List.of(claim));
      var zone = ZoneLookupTest.zone(ClaimPolicy.PER_NETWORK);

      assertEquals(
          found(AT, a("10.0.0.9")), lookup(zone.withNode(name(AT), sameType), AT, RecordType.A));
      assertEquals(
          found(AT, a("10.1.0.1")), lookup(zone.withNode(name(AT), otherType), AT, RecordType.A));
      assertEquals(found(AT, TEXT), lookup(zone.withNode(name(AT), otherType), AT, RecordType.TXT));
      assertInstanceOf(Alias.class, lookup(zone.withNode(name(AT), alias), AT, RecordType.A));
    }

    @Test
    void takeTheSmallestTtlWhenMerged() {
      var slow = new Claim(1, 1, true, List.of(a("10.1.0.1").withTtl(300)));
      var zone = zone(ClaimPolicy.PER_NETWORK, slow, claim(1, 2, true, "10.1.0.2"));

      assertEquals(found(AT, a("10.1.0.1", "10.1.0.2")), ask(zone, 1));
    }
  }

  @Nested
  class DormantNames {
    private final Claim dormant = new Claim(1, 1, false, List.of(a("10.1.0.1")));
    private final Zone zone =
        zone(ClaimPolicy.PER_NETWORK).withNode(name("d"), new Node(List.of(), List.of(dormant)));

    @Test
    void areLeftToThePublicSideForTheTypesClientsConnectBy() {
      for (var type : List.of(RecordType.A, RecordType.AAAA, RecordType.CNAME)) {
        assertInstanceOf(Dormant.class, lookup(zone, "d", type));
      }
    }

    @Test
    void doNotExistForOtherTypes() {
      for (var type : List.of(RecordType.TXT, RecordType.MX, RecordType.ANY)) {
        assertInstanceOf(NoSuchName.class, lookup(zone, "d", type));
      }
    }

    @Test
    void areNotCoveredByAWildcardForAddresses() {
      var covered = zone.withNode(name("*"), Node.of(a("10.9.9.9"), TEXT));

      assertInstanceOf(Dormant.class, lookup(covered, "d", RecordType.A));
      assertEquals(found("d", TEXT), lookup(covered, "d", RecordType.TXT));
      assertEquals(found("e", a("10.9.9.9")), lookup(covered, "e", RecordType.A));
    }

    @Test
    void areDeniedByNoDataWhenNamesStandBelow() {
      var above = zone.withNode(name("x.d"), Node.of(TEXT));

      var left = assertInstanceOf(Dormant.class, lookup(above, "d", RecordType.A));
      assertInstanceOf(NoData.class, left.otherwise());
      assertInstanceOf(NoData.class, lookup(above, "d", RecordType.TXT));
    }

    @Test
    void existOnceSomethingIsMadeByHand() {
      var noted = zone.withNode(name("d"), new Node(List.of(TEXT), List.of(dormant)));

      assertInstanceOf(NoData.class, lookup(noted, "d", RecordType.A));
    }

    @Test
    void mayBeWildcards() {
      var wildcard =
          zone(ClaimPolicy.PER_NETWORK)
              .withNode(name("*.apps"), new Node(List.of(), List.of(dormant)));

      assertInstanceOf(Dormant.class, lookup(wildcard, "x.apps", RecordType.A));
      assertInstanceOf(NoSuchName.class, lookup(wildcard, "x.apps", RecordType.TXT));
    }
  }

  @Test
  void theApexAnswersItsSoaAndDeniesOtherTypes() {
    var zone = zone(ClaimPolicy.PER_NETWORK);

    assertEquals(new Found(zone.soa()), lookup(zone, "@", RecordType.SOA));
    assertEquals(new Found(zone.soa()), lookup(zone, "@", RecordType.ANY));
    assertEquals(new NoData(zone.negativeSoa()), lookup(zone, "@", RecordType.NS));
    assertEquals(new NoSuchName(zone.negativeSoa()), lookup(zone, "x", RecordType.SOA));
  }

  @Test
  void anyIsAnsweredWithOneSet() {
    var zone =
        zone(ClaimPolicy.PER_NETWORK)
            .withNode(name("x"), Node.of(TEXT, a("10.0.0.1")))
            .withNode(name("c"), Node.of(RecordSet.cname(60, name("x"))))
            .withNode(
                name("claimed"),
                new Node(List.of(), List.of(new Claim(1, 1, true, List.of(a("10.1.0.1"))))));

    assertEquals(found("x", TEXT), lookup(zone, "x", RecordType.ANY));
    assertEquals(found("c", RecordSet.cname(60, name("x"))), lookup(zone, "c", RecordType.ANY));
    assertEquals(found("claimed", a("10.1.0.1")), lookup(zone, "claimed", RecordType.ANY));
    assertInstanceOf(NoSuchName.class, lookup(zone, "none", RecordType.ANY));
  }
}

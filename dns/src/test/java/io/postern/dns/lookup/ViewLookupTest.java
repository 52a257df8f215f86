package io.postern.dns.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.lookup.Resolution.Answer;
import io.postern.dns.lookup.Resolution.Upstream;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
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
import org.junit.jupiter.api.Test;

class ViewLookupTest {
  private static final DnsName PRIVATE = DnsName.parse("private.example");
  private static final DnsName OTHER = DnsName.parse("other.example");
  private static final Zone ZONE =
      Zone.empty(PRIVATE, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1);
  private static final NetworkView VIEW =
      NetworkView.of(1, true)
          .withLink(PRIVATE, new Link(1, true))
          .withLink(OTHER, new Link(2, false));

  private static DnsName name(String text) {
    return DnsName.parse(text);
  }

  private static RecordSet a(String address) {
    return RecordSet.of(RecordType.A, 10, Rdata.address(InetAddress.ofLiteral(address)));
  }

  private static OwnedSet owned(String name, RecordSet records) {
    return new OwnedSet(name(name), records);
  }

  private static OwnedSet cname(String from, String target) {
    return owned(from, RecordSet.cname(60, name(target)));
  }

  private static Zone zone(OwnedSet... sets) {
    var zone = ZONE;
    for (var set : sets) {
      zone = zone.withNode(set.owner(), Node.of(set.records()));
    }
    return zone;
  }

  private static ZoneIndex index(Zone zone, PublicName... names) {
    var other = Zone.empty(OTHER, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1);
    var index = ZoneIndex.empty().withZone(1, zone).withZone(2, other);
    for (var each : names) {
      index = index.withPublicName(each);
    }
    return index;
  }

  private static Resolution resolve(ZoneIndex index, String name, RecordType type) {
    return ViewLookup.resolve(index, VIEW, new Question(name(name), type), Recursion.ALL);
  }

  private static Answer found(OwnedSet... answers) {
    return new Answer(Rcode.NOERROR, true, List.of(answers), List.of());
  }

  private static Upstream asks(String expected, Resolution resolution) {
    var upstream = assertInstanceOf(Upstream.class, resolution);
    assertEquals(name(expected), upstream.question().name());
    return upstream;
  }

  private static UpstreamReply reply(Rcode rcode, OwnedSet... answers) {
    return new UpstreamReply(rcode, List.of(answers), List.of());
  }

  @Test
  void aChainRunsAcrossTheZonesOfTheView() {
    var index =
        index(zone(cname("w.private.example", "db.other.example")))
            .withZone(
                2,
                Zone.empty(OTHER, SoaSettings.DEFAULT, ClaimPolicy.ALL, 1)
                    .withNode(name("db.other.example"), Node.of(a("10.2.0.1"))));

    assertEquals(
        found(
            cname("w.private.example", "db.other.example"),
            owned("db.other.example", a("10.2.0.1"))),
        resolve(index, "w.private.example", RecordType.A));
  }

  @Test
  void aChainThatEndsInADenialCarriesTheSoaOfTheLastZone() {
    var index = index(zone(cname("w.private.example", "gone.other.example")));

    var answer = assertInstanceOf(Answer.class, resolve(index, "w.private.example", RecordType.A));

    assertEquals(Rcode.NXDOMAIN, answer.rcode(), "RFC 6604: the code of the last name");
    assertEquals(OTHER, answer.authority().getFirst().owner());
  }

  @Test
  void aLoopIsAFailure() {
    var index =
        index(
            zone(
                cname("a.private.example", "b.private.example"),
                cname("b.private.example", "a.private.example")));

    assertEquals(
        Answer.of(Rcode.SERVFAIL, ExtendedError.ALIAS_LOOP),
        resolve(index, "a.private.example", RecordType.A));
    assertEquals(
        Answer.of(Rcode.SERVFAIL, ExtendedError.ALIAS_LOOP),
        resolve(
            index(zone(cname("s.private.example", "s.private.example"))),
            "s.private.example",
            RecordType.A));
  }

  @Test
  void sixteenHopsAreFollowedAndNoMore() {
    var zone = zone(owned("n0.private.example", a("10.0.0.1")));
    for (int i = 1; i <= 17; i++) {
      var hop = RecordSet.cname(60, name("n" + (i - 1) + ".private.example"));
      zone = zone.withNode(name("n" + i + ".private.example"), Node.of(hop));
    }

    var longest =
        assertInstanceOf(Answer.class, resolve(index(zone), "n16.private.example", RecordType.A));
    assertEquals(17, longest.answers().size());
    assertEquals(
        Answer.of(Rcode.SERVFAIL, ExtendedError.ALIAS_LOOP),
        resolve(index(zone), "n17.private.example", RecordType.A));
  }

  @Test
  void anAliasAskedForByItsTypeIsNotFollowed() {
    var index = index(zone(cname("a.private.example", "b.private.example")));

    assertEquals(
        found(cname("a.private.example", "b.private.example")),
        resolve(index, "a.private.example", RecordType.CNAME));
  }

  @Test
  void aChainIntoNamesThatAreNotOursGoesUpstream() {
    var index = index(zone(cname("w.private.example", "www.example.org")));
    var upstream = asks("www.example.org", resolve(index, "w.private.example", RecordType.A));

    assertEquals(
        found(
            cname("w.private.example", "www.example.org"),
            owned("www.example.org", a("192.0.2.1"))),
        upstream.resume(reply(Rcode.NOERROR, owned("www.example.org", a("192.0.2.1")))));
  }

  @Test
  void withoutAnUpstreamTheChainIsAnsweredAsFarAsItGoes() {
    var index = index(zone(cname("w.private.example", "www.example.org")));

    var answer =
        ViewLookup.resolve(
            index, VIEW, new Question(name("w.private.example"), RecordType.A), Recursion.NONE);

    assertEquals(found(cname("w.private.example", "www.example.org")), answer);
  }

  @Test
  void anUpstreamsFailureFailsTheWholeChain() {
    var index = index(zone(cname("w.private.example", "www.example.org")));
    var upstream = asks("www.example.org", resolve(index, "w.private.example", RecordType.A));

    assertEquals(
        Answer.of(Rcode.SERVFAIL, ExtendedError.NETWORK_ERROR),
        upstream.resume(UpstreamReply.FAILED));
  }

  @Test
  void dataOfAnUpstreamIsNotAuthoritative() {
    var upstream = asks("www.example.org", resolve(index(ZONE), "www.example.org", RecordType.A));

    var resolution =
        upstream.resume(reply(Rcode.NOERROR, owned("www.example.org", a("192.0.2.1"))));

    assertEquals(
        new Answer(
            Rcode.NOERROR, false, List.of(owned("www.example.org", a("192.0.2.1"))), List.of()),
        resolution);
  }

  @Test
  void anUpstreamsAliasThatLeadsToALinkedZoneIsFollowedThere() {
    var index = index(zone(owned("acct.private.example", a("10.1.0.5"))));
    var upstream = asks("acct.example.org", resolve(index, "acct.example.org", RecordType.A));

    var resolution =
        upstream.resume(
            reply(
                Rcode.NOERROR,
                cname("acct.example.org", "acct.private.example"),
                owned("acct.private.example", a("203.0.113.1"))));

    assertEquals(
        new Answer(
            Rcode.NOERROR,
            false,
            List.of(
                cname("acct.example.org", "acct.private.example"),
                owned("acct.private.example", a("10.1.0.5"))),
            List.of()),
        resolution);
  }

  @Test
  void anUpstreamsLoopBackIsAFailure() {
    var index = index(zone(cname("w.private.example", "www.example.org")));
    var upstream = asks("www.example.org", resolve(index, "w.private.example", RecordType.A));

    assertEquals(
        Answer.of(Rcode.SERVFAIL, ExtendedError.ALIAS_LOOP),
        upstream.resume(reply(Rcode.NOERROR, cname("www.example.org", "w.private.example"))));
  }

  @Test
  void aRedirectedMissIsAskedUpstreamAndItsDenialStandsIfThatHasNothing() {
    var index = index(ZONE);
    var upstream =
        asks("gone.private.example", resolve(index, "gone.private.example", RecordType.A));

    var denial = new Answer(Rcode.NXDOMAIN, true, List.of(), List.of(ZONE.negativeSoa()));
    assertEquals(denial, upstream.resume(reply(Rcode.NXDOMAIN)));
    assertEquals(
        denial,
        ViewLookup.resolve(
            index, VIEW, new Question(name("gone.private.example"), RecordType.A), Recursion.NONE));
  }

  @Test
  void aRedirectedMissIsAnsweredByTheUpstreamIfThatHasIt() {
    var upstream =
        asks("x.private.example", resolve(index(ZONE), "x.private.example", RecordType.A));

    assertEquals(
        found(owned("x.private.example", a("203.0.113.1"))),
        upstream.resume(reply(Rcode.NOERROR, owned("x.private.example", a("203.0.113.1")))));
  }

  @Test
  void aFallbackDoesNotComeBackToAPrivateAddress() {
    var zone = zone(owned("inside.private.example", a("10.1.0.9")));
    var registered =
        PublicName.of(
            name("x.private.example"),
            List.of(RecordSet.cname(60, name("inside.private.example"))));

    var upstream =
        asks(
            "inside.private.example",
            resolve(index(zone, registered), "x.private.example", RecordType.A));

    assertEquals(
        found(
            cname("x.private.example", "inside.private.example"),
            owned("inside.private.example", a("203.0.113.9"))),
        upstream.resume(reply(Rcode.NOERROR, owned("inside.private.example", a("203.0.113.9")))));
  }

  @Test
  void aDormantNameIsPublicWhateverTheLinkSaysAndDeniedIfNothingIs() {
    var dormant = new Node(List.of(), List.of(new Claim(1, 1, false, List.of(a("10.1.0.1")))));
    var zone =
        Zone.empty(OTHER, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1)
            .withNode(name("d.other.example"), dormant);
    var registered =
        PublicName.of(name("d.example"), List.of(a("203.0.113.1")))
            .withPrivateLink(name("d.other.example"), true);
    var question = new Question(name("d.other.example"), RecordType.A);

    assertEquals(
        new Answer(
            Rcode.NOERROR,
            true,
            List.of(owned("d.other.example", a("203.0.113.1"))),
            List.of(),
            ExtendedError.CONNECTION_PENDING),
        ViewLookup.resolve(
            index(ZONE, registered).withZone(2, zone), VIEW, question, Recursion.NONE));
    assertEquals(
        new Answer(
            Rcode.NXDOMAIN,
            true,
            List.of(),
            List.of(zone.negativeSoa()),
            ExtendedError.CONNECTION_PENDING),
        ViewLookup.resolve(index(ZONE).withZone(2, zone), VIEW, question, Recursion.NONE));
  }

  @Test
  void aPublicNameWithoutTheTypeIsDeniedUnderItsParentDomain() {
    var registered = PublicName.of(name("acct.blob.example"), List.of(a("203.0.113.1")));

    var answer =
        assertInstanceOf(
            Answer.class, resolve(index(ZONE, registered), "acct.blob.example", RecordType.AAAA));

    assertEquals(Rcode.NOERROR, answer.rcode());
    assertTrue(answer.authoritative());
    assertEquals(name("blob.example"), answer.authority().getFirst().owner());
    assertEquals(10, answer.authority().getFirst().records().ttlSeconds());
  }

  @Test
  void aResourceWithoutPublicRecordsIsNothingToFallBackOn() {
    var registered =
        PublicName.of(name("p.example"), List.of())
            .withPrivateLink(name("p.private.example"), true);

    var answer =
        ViewLookup.resolve(
            index(ZONE, registered),
            VIEW,
            new Question(name("p.example"), RecordType.A),
            Recursion.NONE);

    assertEquals(Rcode.NXDOMAIN, assertInstanceOf(Answer.class, answer).rcode());
  }

  @Test
  void thePublicViewSeesNoZone() {
    var index = index(zone(owned("acct.private.example", a("10.1.0.5"))));

    assertEquals(
        Answer.of(Rcode.REFUSED, ExtendedError.NOT_AUTHORITATIVE),
        ViewLookup.resolve(
            index,
            index.publicView(),
            new Question(name("acct.private.example"), RecordType.A),
            Recursion.NONE));
  }
}

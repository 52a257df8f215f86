package io.postern.dns.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.name.DnsName;
import io.postern.dns.testing.Answered;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.NsdServer;
import io.postern.dns.testing.UnboundServer;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;

/** Names that are not ours, answered by a real NSD that holds {@code example.net}. */
@NeedsProgram(value = "nsd", debianPackage = "nsd")
class UpstreamAnswersTest {
  private static final DnsName PRIVATE = DnsName.parse("private.example");
  private static final String WWW = "www.example.net 60 A 192.0.2.80";
  private static final String DENIAL =
      "example.net 30 SOA ns.example.net hostmaster.example.net 1 3600 300 604800 30";

  private static NsdServer nsd;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void startNsd(@TempDir Path folder) throws IOException {
    var large =
        IntStream.range(0, 20)
            .mapToObj(i -> "large TXT \"%03d%s\"\n".formatted(i, "x".repeat(240)))
            .collect(Collectors.joining());
    nsd =
        NsdServer.start(
            folder,
            "example.net",
            """
            $ORIGIN example.net.
            $TTL 60
            @ SOA ns hostmaster 1 3600 300 604800 30
            @ NS ns
            ns A 192.0.2.53
            www A 192.0.2.80
            alias CNAME www
            inward CNAME acct.private.example.
            """
                + large);
  }

  @AfterAll
  static void stopNsd() {
    nsd.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private static ZoneIndex index() {
    var rdata = Rdata.address(InetAddress.ofLiteral("10.1.0.5"));
    var zone =
        Zone.empty(PRIVATE, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1)
            .withNode(
                DnsName.parse("acct.private.example"),
                Node.of(RecordSet.of(RecordType.A, 10, rdata)));
    var redirected =
        Zone.empty(DnsName.parse("example.net"), SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1);
    var view = NetworkView.of(1, true).withLink(PRIVATE, new Link(1, false));
    return ZoneIndex.empty()
        .withZone(1, zone)
        .withZone(2, redirected)
        .withNetwork("asks", view, Set.of())
        .withNetwork("asks-not", view(2, false), Set.of())
        .withNetwork(
            "redirects", view(3, true).withLink(redirected.apex(), new Link(2, true)), Set.of())
        .withPublicName(
            PublicName.of(
                DnsName.parse("ours.example"),
                List.of(RecordSet.cname(60, DnsName.parse("alias.example.net")))));
  }

  private static NetworkView view(int id, boolean recursionAllowed) {
    return NetworkView.of(id, recursionAllowed);
  }

  private DnsServer server(String network, InetSocketAddress... upstreams) throws IOException {
    var index = index();
    var listener = Listener.forNetwork(Loopback.anyPort(), network);
    var settings = DnsSettings.of(listener).withForward(ForwardSettings.to(List.of(upstreams)));
    var server = DnsServer.start(settings, () -> index);
    opened.add(server);
    return server;
  }

  private static DnsClient client(DnsServer server) {
    return DnsClient.of(server.boundAddresses().getFirst());
  }

  private static Answered answered(String rcode, boolean ours, String... answers) {
    return new Answered(rcode, ours, List.of(answers), List.of());
  }

  @Test
  void aNameThatIsNotOursIsAnsweredByTheUpstream() throws IOException {
    var response = client(server("asks", nsd.address())).udp("www.example.net", "A");

    assertEquals(answered("NOERROR", false, WWW), Answered.of(response));
    assertTrue(response.getHeader().getFlag(Flags.RA));
  }

  @Test
  void aDenialComesWithTheUpstreamsSoa() throws IOException {
    var client = client(server("asks", nsd.address()));

    assertEquals(
        new Answered("NXDOMAIN", false, List.of(), List.of(DENIAL)),
        Answered.of(client.udp("none.example.net", "A")));
    assertEquals(
        new Answered("NOERROR", false, List.of(), List.of(DENIAL)),
        Answered.of(client.udp("www.example.net", "AAAA")));
  }

  @Test
  void anAnswerTooLongForADatagramIsFetchedOverTcp() throws IOException {
    var client = client(server("asks", nsd.address()));
    var query = DnsClient.query("large.example.net", "TXT");
    query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);

    assertEquals(20, client.tcp(query).getSection(Section.ANSWER).size());
    assertTrue(client.udp(query).getHeader().getFlag(Flags.TC), "and truncated in its turn");
  }

  @Test
  void aChainRunsFromOurPublicNameIntoTheUpstream() throws IOException {
    assertEquals(
        answered(
            "NOERROR",
            true,
            "ours.example 60 CNAME alias.example.net",
            "alias.example.net 60 CNAME www.example.net",
            WWW),
        Answered.of(client(server("asks", nsd.address())).udp("ours.example", "A")));
  }

  @Test
  void anUpstreamsAliasIntoALinkedZoneIsAnsweredPrivately() throws IOException {
    assertEquals(
        answered(
            "NOERROR",
            false,
            "inward.example.net 60 CNAME acct.private.example",
            "acct.private.example 10 A 10.1.0.5"),
        Answered.of(client(server("asks", nsd.address())).udp("inward.example.net", "A")));
  }

  @Test
  void aRedirectedMissIsAnsweredByTheUpstream() throws IOException {
    var client = client(server("redirects", nsd.address()));

    assertEquals(answered("NOERROR", true, WWW), Answered.of(client.udp("www.example.net", "A")));
    assertEquals("NXDOMAIN", Answered.of(client.udp("large.example.net", "TXT")).rcode());
    var denied = Answered.of(client.udp("none.example.net", "A"));
    assertEquals("NXDOMAIN", denied.rcode());
    assertTrue(denied.authority().getFirst().contains("nobody.invalid"), "the private denial");
  }

  @Test
  void aSecondQuestionIsAnsweredFromTheCache() throws IOException {
    var server = server("asks", nsd.address());

    client(server).udp("www.example.net", "A");
    client(server).udp("WWW.example.net", "A");

    assertEquals(1, server.counts().upstream().asked());
    assertEquals(1, server.counts().upstream().fromCache());
  }

  @Test
  void aNetworkThatMayNotRecurseIsRefused() throws IOException {
    var server = server("asks-not", nsd.address());
    var response = client(server).udp("www.example.net", "A");

    assertEquals(answered("REFUSED", false), Answered.of(response));
    assertFalse(response.getHeader().getFlag(Flags.RA));
    assertEquals(0, server.counts().upstream().asked());
  }

  @Test
  void aQueryThatDoesNotDesireRecursionGetsNone() throws IOException {
    var query = DnsClient.query("www.example.net", "A");
    query.getHeader().unsetFlag(Flags.RD);

    assertEquals(
        answered("REFUSED", false), Answered.of(client(server("asks", nsd.address())).udp(query)));
  }

  @Test
  void anUpstreamThatRefusesIsAFailure() throws IOException {
    assertEquals(
        answered("SERVFAIL", false),
        Answered.of(client(server("asks", nsd.address())).udp("www.example.org", "A")));
  }

  @Test
  @NeedsProgram(value = "unbound", debianPackage = "unbound")
  void aRecursiveUpstreamServesAsWell(@TempDir Path folder) throws IOException {
    var unbound = UnboundServer.start(folder, "example.net", nsd.address());
    opened.add(unbound);
    var client = client(server("asks", unbound.address()));

    var answer = Answered.of(client.udp("alias.example.net", "A"));
    assertEquals("NOERROR", answer.rcode());
    assertEquals(2, answer.answers().size());
    assertTrue(answer.answers().getLast().endsWith("A 192.0.2.80"));
    assertEquals("NXDOMAIN", Answered.of(client.udp("none.example.net", "A")).rcode());
  }
}

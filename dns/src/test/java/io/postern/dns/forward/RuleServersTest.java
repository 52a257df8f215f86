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
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.ForwardRule;
import io.postern.dns.view.ForwardRules;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Section;

/** The servers of forwarding rules, here two real NSDs that hold {@code corp.example} each. */
@NeedsProgram(value = "nsd", debianPackage = "nsd")
class RuleServersTest {
  private static NsdServer first;
  private static NsdServer second;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void startNsd(@TempDir Path folder) throws IOException {
    first = nsd(folder, "first", "10.8.0.1");
    second = nsd(folder, "second", "10.8.0.2");
  }

  private static NsdServer nsd(Path folder, String id, String address) throws IOException {
    var large =
        IntStream.range(0, 20)
            .mapToObj(i -> "large TXT \"%03d%s\"\n".formatted(i, "x".repeat(240)))
            .collect(Collectors.joining());
    var records =
        """
        $ORIGIN corp.example.
        $TTL 60
        @ SOA ns hostmaster 1 3600 300 604800 30
        @ NS ns
        ns A 192.0.2.53
        www A %s
        """
            .formatted(address);
    return NsdServer.start(
        Files.createDirectory(folder.resolve(id)), "corp.example", records + large);
  }

  @AfterAll
  static void stopNsd() {
    first.close();
    second.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private static NetworkView view(int id, InetSocketAddress... servers) {
    var rule = new ForwardRule(DnsName.parse("corp.example"), List.of(servers));
    return NetworkView.of(id, true).withRules(ForwardRules.of(List.of(rule)));
  }

  /** A server with a listener for each view, and no upstream resolver of its own. */
  private DnsServer server(NetworkView... views) throws IOException {
    var built = ZoneIndex.empty();
    for (var view : views) {
      built = built.withNetwork("net" + view.networkId(), view, Set.of());
    }
    var index = built;
    var listeners =
        List.of(views).stream()
            .map(view -> Listener.forNetwork(Loopback.anyPort(), "net" + view.networkId()))
            .toArray(Listener[]::new);
    var forward =
        new ForwardSettings(
            List.of(), Duration.ofMillis(500), 2, Duration.ofMinutes(1), 100, 1_000);
    var server = DnsServer.start(DnsSettings.of(listeners).withForward(forward), () -> index);
    opened.add(server);
    return server;
  }

  private static DnsClient client(DnsServer server, int listener) {
    return DnsClient.of(server.boundAddresses().get(listener));
  }

  private static List<String> www(DnsServer server, int listener) {
    return Answered.of(client(server, listener).udp("www.corp.example", "A")).answers();
  }

  private InetSocketAddress silent() throws IOException {
    var socket = new DatagramSocket(Loopback.anyPort());
    opened.add(socket);
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private static List<String> address(String address) {
    return List.of("www.corp.example 60 A " + address);
  }

  @Test
  void networksNeverSeeEachOthersAnswers() throws IOException {
    var server = server(view(1, first.address()), view(2, second.address()));

    for (int round = 0; round < 2; round++) {
      assertEquals(address("10.8.0.1"), www(server, 0));
      assertEquals(address("10.8.0.2"), www(server, 1));
    }
    assertEquals(2, server.counts().upstream().asked(), "each server once");
    assertEquals(2, server.counts().upstream().fromCache());
  }

  @Test
  void recursionIsOfferedToAViewWithRulesAndNotToOneWithout() throws IOException {
    var server = server(view(1, first.address()), NetworkView.of(2, true));

    assertTrue(client(server, 0).udp("www.corp.example", "A").getHeader().getFlag(Flags.RA));
    var without = client(server, 1).udp("www.corp.example", "A");
    assertFalse(without.getHeader().getFlag(Flags.RA));
    assertEquals("REFUSED", Answered.of(without).rcode());
  }

  @Test
  void aQueryThatDoesNotDesireRecursionIsRefused() throws IOException {
    var server = server(view(1, first.address()));
    var query = DnsClient.query("www.corp.example", "A");
    query.getHeader().unsetFlag(Flags.RD);

    assertEquals("REFUSED", Answered.of(client(server, 0).udp(query)).rcode());
    assertEquals(0, server.counts().upstream().asked());
  }

  @Test
  void anAnswerThatDoesNotFitIsFetchedByTcp() throws IOException {
    var server = server(view(1, first.address()));

    var answer = client(server, 0).tcp("large.corp.example", "TXT");

    assertEquals(20, answer.getSection(Section.ANSWER).size());
  }

  @Test
  void aDeadServerOfARuleIsPassedOver() throws IOException {
    var server = server(view(1, silent(), second.address()));

    assertEquals(address("10.8.0.2"), www(server, 0));
    assertEquals("NXDOMAIN", Answered.of(client(server, 0).udp("none.corp.example", "A")).rcode());
    assertEquals(3, server.counts().upstream().asked(), "the dead one only once");
    assertEquals(1, server.counts().upstream().failed());
  }

  @Test
  void aRuleWhoseServersAreAllDeadIsAServerFailure() throws IOException {
    var server = server(view(1, silent()));

    assertEquals("SERVFAIL", Answered.of(client(server, 0).udp("www.corp.example", "A")).rcode());
  }

  @Test
  void aRuleThatLeadsBackToTheNetworkItselfEndsInAServerFailure() throws IOException {
    var index = new AtomicReference<>(ZoneIndex.empty());
    var forward =
        new ForwardSettings(List.of(), Duration.ofMillis(200), 1, Duration.ofMinutes(1), 10, 10);
    var settings = DnsSettings.of(Listener.forNetwork(Loopback.anyPort(), "net1"));
    var server = DnsServer.start(settings.withForward(forward), index::get);
    opened.add(server);
    var itself = view(1, server.boundAddresses().getFirst());
    index.set(ZoneIndex.empty().withNetwork("net1", itself, Set.of()));

    assertEquals("SERVFAIL", Answered.of(client(server, 0).udp("www.corp.example", "A")).rcode());
    assertTrue(server.counts().upstream().asked() <= 2);
  }
}

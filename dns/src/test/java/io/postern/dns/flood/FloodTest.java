package io.postern.dns.flood;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.flood.Flood.Kind;
import io.postern.dns.forward.ForwardSettings;
import io.postern.dns.guard.RateLimits;
import io.postern.dns.name.DnsName;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.TcpLimits;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Rcode;

/**
 * Clients that behave, of other prefixes than a flood's, get at least nine of ten of their answers
 * without asking twice. The flood is another process; the server has the limits one would set where
 * strangers ask.
 */
class FloodTest {
  private static final List<String> CLIENTS = List.of("127.0.1.1", "127.0.2.1", "127.0.3.1");
  private static final int QUERIES = 50;
  private static final Duration PERIOD = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  /** A server with limits; the flood comes from one of its networks, and its upstream is dead. */
  private DnsServer start() throws IOException {
    var silent = new DatagramSocket(Loopback.anyPort());
    opened.add(silent);
    var rdata = Rdata.address(InetAddress.ofLiteral("203.0.113.1"));
    var who = RecordSet.of(RecordType.A, 10, rdata);
    var name = DnsName.parse("who.example");
    var apex = name.parent();
    var zone =
        Zone.empty(apex, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1)
            .withNode(name, Node.of(who));
    var flooded = NetworkView.of(1, true).withLink(apex, new Link(1, false));
    var index =
        ZoneIndex.empty()
            .withZone(1, zone)
            .withNetwork("flooded", flooded, Set.of(Prefix.parse("127.66.0.0/16")))
            .withPublicName(PublicName.of(name, List.of(who)));
    var forward = ForwardSettings.to(List.of((InetSocketAddress) silent.getLocalSocketAddress()));
    var settings =
        DnsSettings.of(Listener.on(Loopback.anyPort()))
            .withRates(RateLimits.OFF.withResponsesPerSecond(200))
            .withTcp(new TcpLimits(200, 20, Duration.ofSeconds(10), 100))
            .withForward(forward);
    var server = DnsServer.start(settings, () -> index);
    opened.add(server);
    return server;
  }

  private record Running(Process process, BufferedReader said) {
    static Running flood(Kind kind, int port) throws IOException {
      var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      var classes =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      var process =
          new ProcessBuilder(
                  java,
                  "-Xmx64m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classes,
                  Flood.class.getName(),
                  kind.name(),
                  String.valueOf(port))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var said = process.inputReader(StandardCharsets.UTF_8);
      assertEquals("begun", said.readLine());
      return new Running(process, said);
    }

    /** Ends the flood; how much it has sent. */
    long end() throws IOException, InterruptedException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      var sent = Long.parseLong(said.readLine());
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      return sent;
    }
  }

  private static DnsClient client(DnsServer server, String source) {
    return DnsClient.of(server.boundAddresses().getFirst()).from(source).withPatience(PATIENCE);
  }

  private static boolean isAnswered(byte[] response) {
    var message = DnsClient.parse(response);
    return message.getRcode() == Rcode.NOERROR && !message.getSection(1).isEmpty();
  }

  /** One way of asking once. */
  private interface Asking {
    Optional<byte[]> ask(DnsClient client, byte[] query);
  }

  /** How many answers the clients get, each asking fifty times a second. */
  private static int answered(DnsServer server, Asking way) throws Exception {
    var query = DnsClient.query("who.example", "A").toWire();
    var answered = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var timer = Executors.newSingleThreadScheduledExecutor()) {
      for (int i = 0; i < QUERIES * CLIENTS.size(); i++) {
        var client = client(server, CLIENTS.get(i % CLIENTS.size()));
        Runnable ask =
            () -> {
              var response = way.ask(client, query);
              answered.addAndGet(response.isPresent() && isAnswered(response.get()) ? 1 : 0);
            };
        var at = PERIOD.multipliedBy(i / CLIENTS.size());
        var _ = timer.schedule(() -> threads.execute(ask), at.toMillis(), TimeUnit.MILLISECONDS);
      }
      // What is to be asked later is still asked.
      timer.shutdown();
      assertTrue(timer.awaitTermination(1, TimeUnit.MINUTES));
    }
    return answered.get();
  }

  private static void assertNineOfTen(int answered) {
    assertTrue(
        answered * 10 >= 9 * QUERIES * CLIENTS.size(),
        () -> answered + " of " + QUERIES * CLIENTS.size());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFloodLeavesTheOthersTheirAnswersOverUdp(Kind kind) throws Exception {
    var server = start();
    var flood = Running.flood(kind, server.boundAddresses().getFirst().getPort());

    var answered = answered(server, DnsClient::overUdp);
    var sent = flood.end();

    assertNineOfTen(answered);
    // It was a flood: more than the clients asked, and the server has seen most of it.
    var counts = server.counts();
    assertTrue(sent > 2L * QUERIES * CLIENTS.size(), () -> "sent " + sent);
    var seen =
        kind == Kind.HALF_OPEN
            ? counts.tcpConnectionsRefused() + counts.tcpConnectionsEvicted()
            : counts.udpQueries();
    assertTrue(seen > sent / 4, () -> "seen " + seen + " of " + sent);
    assertEquals(0, counts.internalErrors());
  }

  @Test
  void connectionsOnWhichNothingIsAskedLeaveTheOthersTheirAnswersOverTcp() throws Exception {
    var server = start();
    var flood = Running.flood(Kind.HALF_OPEN, server.boundAddresses().getFirst().getPort());

    var answered = answered(server, DnsClient::overTcp);
    flood.end();

    assertNineOfTen(answered);
    assertTrue(server.counts().tcpConnectionsEvicted() > 0);
  }
}

package io.postern.dns.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Resolvers that are silent, gone, forged or too slow. */
class UpstreamFailuresTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final String ZONE =
      """
      $ORIGIN example.net.
      @ 60 SOA ns hostmaster 1 3600 300 604800 30
      @ 60 NS ns
      ns 60 A 192.0.2.53
      a 60 A 192.0.2.1
      b 60 A 192.0.2.2
      """;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private DnsServer server(ForwardSettings settings) throws IOException {
    var rdata = Rdata.address(InetAddress.ofLiteral("203.0.113.1"));
    var index =
        ZoneIndex.empty()
            .withPublicRecursion(true)
            .withPublicName(
                PublicName.of(
                    DnsName.parse("ours.example"), List.of(RecordSet.of(RecordType.A, 60, rdata))));
    var settingsOfServer = DnsSettings.of(Listener.on(Loopback.anyPort())).withForward(settings);
    var server = DnsServer.start(settingsOfServer, () -> index);
    opened.add(server);
    return server;
  }

  private static ForwardSettings to(Duration timeout, InetSocketAddress... upstreams) {
    return limitedTo(100, timeout, upstreams);
  }

  private static ForwardSettings limitedTo(
      int inFlight, Duration timeout, InetSocketAddress... upstreams) {
    return new ForwardSettings(
        List.of(upstreams), timeout, 2, Duration.ofSeconds(30), inFlight, 1_000);
  }

  private static DnsClient client(DnsServer server) {
    return DnsClient.of(server.boundAddresses().getFirst());
  }

  /** A socket that takes queries and is answered by the test, or by nobody. */
  private DatagramSocket upstream() throws IOException {
    var socket = new DatagramSocket(Loopback.anyPort());
    opened.add(socket);
    return socket;
  }

  private static InetSocketAddress address(DatagramSocket socket) {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[512], 512);
    socket.receive(packet);
    return packet;
  }

  private static Message message(DatagramPacket packet) {
    return DnsClient.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
  }

  private static Answered failed() {
    return new Answered("SERVFAIL", false, List.of(), List.of());
  }

  @Test
  void aSilentUpstreamIsAskedAgainAndThenAFailure() throws IOException {
    var server = server(to(SHORT, address(upstream())));

    assertEquals(failed(), Answered.of(client(server).udp("a.example.net", "A")));
    assertEquals(2, server.counts().upstream().failed());
  }

  @Test
  void anUpstreamThatIsGoneIsAFailure() throws IOException {
    var socket = upstream();
    var gone = address(socket);
    socket.close();

    assertEquals(
        failed(),
        Answered.of(client(server(to(Duration.ofSeconds(30), gone))).udp("a.example.net", "A")));
  }

  @Test
  @NeedsProgram(value = "nsd", debianPackage = "nsd")
  void aDeadUpstreamIsPassedOverForAWhile(@TempDir Path folder) throws IOException {
    var nsd = NsdServer.start(folder, "example.net", ZONE);
    opened.add(nsd);
    var server = server(to(SHORT, address(upstream()), nsd.address()));

    var first = Answered.of(client(server).udp("a.example.net", "A"));
    var second = Answered.of(client(server).udp("b.example.net", "A"));

    assertEquals(List.of("a.example.net 60 A 192.0.2.1"), first.answers());
    assertEquals(List.of("b.example.net 60 A 192.0.2.2"), second.answers());
    assertEquals(3, server.counts().upstream().asked(), "the dead one once only");
    assertEquals(1, server.counts().upstream().failed());
  }

  @Test
  @NeedsProgram(value = "nsd", debianPackage = "nsd")
  void anUpstreamThatComesBackIsUsedAgain(@TempDir Path folder) throws IOException {
    var nsd = NsdServer.start(folder, "example.net", ZONE);
    opened.add(nsd);
    nsd.close();
    var server = server(to(Duration.ofSeconds(5), nsd.address()));
    assertEquals(failed(), Answered.of(client(server).udp("a.example.net", "A")));

    opened.add(NsdServer.start(folder, nsd.address(), "example.net", ZONE));

    assertEquals("NOERROR", Answered.of(client(server).udp("b.example.net", "A")).rcode());
  }

  @Test
  void repliesThatDoNotMatchAreNotBelieved() throws Exception {
    var upstream = upstream();
    var server = server(to(Duration.ofSeconds(5), address(upstream)));
    var forger = upstream();
    var answering =
        Thread.ofVirtual()
            .start(() -> {
              try {
                answerAfterForgeries(upstream, forger);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });

    var answer = Answered.of(client(server).udp("a.example.net", "A"));

    answering.join();
    assertEquals(List.of("a.example.net 60 A 192.0.2.1"), answer.answers());
  }

  private static void answerAfterForgeries(DatagramSocket upstream, DatagramSocket forger)
      throws IOException {
    var packet = receive(upstream);
    var query = message(packet);
    var rightId = query.getHeader().getID();
    send(forger, packet, reply(query, rightId, "a.example.net.", "192.0.2.66"));
    send(upstream, packet, reply(query, rightId ^ 1, "a.example.net.", "192.0.2.66"));
    var otherQuestion = DnsClient.query("x.example.net", "A");
    send(upstream, packet, reply(otherQuestion, rightId, "x.example.net.", "192.0.2.66"));
    send(upstream, packet, query.toWire());
    send(upstream, packet, new byte[] {1, 2, 3});
    send(upstream, packet, reply(query, rightId, "a.example.net.", "192.0.2.1"));
  }

  private static byte[] reply(Message query, int id, String owner, String address)
      throws IOException {
    var reply = new Message(id);
    reply.getHeader().setFlag(Flags.QR);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    reply.addRecord(
        Record.fromString(Name.fromString(owner), Type.A, DClass.IN, 60, address, Name.root),
        Section.ANSWER);
    return reply.toWire();
  }

  private static void send(DatagramSocket from, DatagramPacket query, byte[] octets)
      throws IOException {
    from.send(new DatagramPacket(octets, octets.length, query.getSocketAddress()));
  }

  /** Two of 32 may have the same by chance; ten of them will not. */
  @Test
  void rfc5452s92EachTryHasAnIdAndAPortOfItsOwn() throws IOException {
    var upstream = upstream();
    var server = server(to(Duration.ofMillis(1), address(upstream)));
    var ids = new HashSet<Integer>();
    var ports = new HashSet<Integer>();
    for (int i = 0; i < 16; i++) {
      assertEquals(failed(), Answered.of(client(server).udp("a" + i + ".example.net", "A")));
      for (int attempt = 0; attempt < 2; attempt++) {
        var packet = receive(upstream);
        ids.add(message(packet).getHeader().getID());
        ports.add(packet.getPort());
      }
    }

    assertTrue(ids.size() > 22, ids::toString);
    assertTrue(ports.size() > 22, ports::toString);
  }

  @Test
  void beyondTheLimitQuestionsFailAtOnceAndOurOwnNamesAreStillAnswered() throws IOException {
    var upstream = upstream();
    var server = server(limitedTo(1, Duration.ofSeconds(20), address(upstream)));
    var waiting = client(server).connect();
    opened.add(waiting);
    var query = DnsClient.query("a.example.net", "A").toWire();
    ask(waiting, query);
    var unanswered = receive(upstream);

    assertEquals(failed(), Answered.of(client(server).udp("b.example.net", "A")));
    assertEquals("NOERROR", Answered.of(client(server).udp("ours.example", "A")).rcode());
    assertEquals("NOERROR", Answered.of(client(server).tcp("ours.example", "A")).rcode());

    var asked = message(unanswered);
    send(
        upstream,
        unanswered,
        reply(asked, asked.getHeader().getID(), "a.example.net.", "192.0.2.1"));
    assertEquals("NOERROR", Answered.of(DnsClient.parse(DnsClient.readFrame(waiting))).rcode());
  }

  @Test
  void responsesOnAConnectionLeaveInTheOrderTheyAreReady() throws IOException {
    var upstream = upstream();
    var server = server(to(Duration.ofSeconds(20), address(upstream)));
    var socket = client(server).connect();
    opened.add(socket);

    ask(socket, DnsClient.query("a.example.net", "A").toWire());
    var unanswered = receive(upstream);
    ask(socket, DnsClient.query("ours.example", "A").toWire());

    var first = Answered.of(DnsClient.parse(DnsClient.readFrame(socket)));
    assertEquals(List.of("ours.example 60 A 203.0.113.1"), first.answers());
    var asked = message(unanswered);
    send(
        upstream,
        unanswered,
        reply(asked, asked.getHeader().getID(), "a.example.net.", "192.0.2.1"));
    var second = Answered.of(DnsClient.parse(DnsClient.readFrame(socket)));
    assertEquals(List.of("a.example.net 60 A 192.0.2.1"), second.answers());
  }

  private static void ask(Socket socket, byte[] query) throws IOException {
    var out = new DataOutputStream(socket.getOutputStream());
    out.writeShort(query.length);
    out.write(query);
    out.flush();
  }

  @Test
  void anUpstreamThatHangsUpOverTcpIsAFailure() throws Exception {
    var upstream = upstream();
    var tcp = new ServerSocket();
    opened.add(tcp);
    tcp.bind(address(upstream));
    var server = server(to(Duration.ofSeconds(5), address(upstream)));
    var answering =
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int attempt = 0; attempt < 2; attempt++) {
                  var packet = receive(upstream);
                  var truncated = message(packet);
                  truncated.getHeader().setFlag(Flags.QR);
                  truncated.getHeader().setFlag(Flags.TC);
                  send(upstream, packet, truncated.toWire());
                  tcp.accept().close();
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });

    assertEquals(failed(), Answered.of(client(server).udp("a.example.net", "A")));
    answering.join();
  }

  @Test
  void closingTheServerDoesNotWaitForASlowUpstream() throws Exception {
    var upstream = upstream();
    var server = server(to(Duration.ofSeconds(60), address(upstream)));
    var socket = client(server).connect();
    opened.add(socket);
    ask(socket, DnsClient.query("a.example.net", "A").toWire());
    receive(upstream);
    var started = System.nanoTime();

    server.close();

    assertTrue(System.nanoTime() - started < Duration.ofSeconds(10).toNanos());
  }
}

package io.postern.dns.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.lookup.Inquiry;
import io.postern.dns.lookup.Question;
import io.postern.dns.name.DnsName;
import io.postern.dns.testing.Answered;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.RecordType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** Which upstream is asked for a name of others, if one is; without any program but our own. */
class UpstreamChoiceTest {
  private static final List<String> ANSWER = List.of("a.example.net 60 A 192.0.2.1");

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) each.close();
  }

  @Test
  void aNameOfOthersIsAskedForAtTheUpstream() throws IOException {
    var server = server("asks", answering());

    assertEquals(new Answered("NOERROR", false, ANSWER, List.of()), ask(server, "a.example.net"));
    assertEquals(1, server.counts().upstream().asked());
  }

  @Test
  void aNetworkThatMayNotRecurseIsRefusedAndNothingIsAsked() throws IOException {
    var server = server("asks-not", answering());

    assertEquals("REFUSED", ask(server, "a.example.net").rcode());
    assertEquals(0, server.counts().upstream().asked());
  }

  @Test
  void aSilentUpstreamIsPassedOverForTheNext() throws IOException {
    var server = server("asks", address(socket()), answering());

    assertEquals(ANSWER, ask(server, "a.example.net").answers());
    assertEquals("NOERROR", ask(server, "b.example.net").rcode());
    assertEquals(3, server.counts().upstream().asked(), "the silent one only once");
    assertEquals(1, server.counts().upstream().failed());
  }

  @Test
  void oneThatWasDeadIsTriedAgainAfterItsTime() throws IOException {
    var dead = socket();
    var nanos = new AtomicLong();
    var settings =
        new ForwardSettings(
            List.of(address(dead), answering()),
            Duration.ofSeconds(5),
            1,
            Duration.ofMinutes(1),
            100,
            1_000);
    dead.close();
    try (var forwarder = new Forwarder(settings, nanos::get)) {
      assertEquals(1, failures(forwarder, "a.example.net"));
      nanos.addAndGet(Duration.ofSeconds(59).toNanos());
      assertEquals(1, failures(forwarder, "b.example.net"), "passed over");

      nanos.addAndGet(Duration.ofSeconds(1).toNanos());

      assertEquals(2, failures(forwarder, "c.example.net"), "tried again, and dead again");
      assertEquals(2, failures(forwarder, "d.example.net"));
    }
  }

  /** Tries without an answer until now; this question has one in the end. */
  private static long failures(Forwarder forwarder, String name) {
    var question = new Question(DnsName.parse(name), RecordType.A);
    assertTrue(forwarder.ask(Inquiry.upstream(question)).isAnswer());
    return forwarder.counts().failed();
  }

  private DnsServer server(String network, InetSocketAddress... upstreams) throws IOException {
    var index =
        ZoneIndex.empty()
            .withNetwork("asks", NetworkView.of(1, true), Set.of())
            .withNetwork("asks-not", NetworkView.of(2, false), Set.of());
    var forward =
        new ForwardSettings(
            List.of(upstreams), Duration.ofMillis(500), 2, Duration.ofMinutes(1), 100, 1_000);
    var listener = Listener.forNetwork(Loopback.anyPort(), network);
    var server = DnsServer.start(DnsSettings.of(listener).withForward(forward), () -> index);
    opened.add(server);
    return server;
  }

  private static Answered ask(DnsServer server, String name) throws IOException {
    return Answered.of(DnsClient.of(server.boundAddresses().getFirst()).udp(name, "A"));
  }

  private DatagramSocket socket() throws IOException {
    var socket = new DatagramSocket(Loopback.anyPort());
    opened.add(socket);
    return socket;
  }

  private static InetSocketAddress address(DatagramSocket socket) {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** An upstream that gives every name the same address, until it is closed. */
  private InetSocketAddress answering() throws IOException {
    var socket = socket();
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) answer(socket);
          } catch (SocketException closed) {
            return;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    return address(socket);
  }

  private static void answer(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[512], 512);
    socket.receive(packet);
    var query = DnsClient.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
    var reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    var owner = query.getQuestion().getName();
    reply.addRecord(
        new ARecord(owner, DClass.IN, 60, InetAddress.ofLiteral("192.0.2.1")), Section.ANSWER);
    var octets = reply.toWire();
    socket.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
  }
}

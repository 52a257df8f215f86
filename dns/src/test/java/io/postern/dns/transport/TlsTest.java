package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.forward.ForwardSettings;
import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.Openssl;
import io.postern.dns.testing.TlsClient;
import io.postern.dns.transport.DnsSettings.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** DNS over TLS (RFC 7858). */
class TlsTest extends EncryptedServers {
  TlsTest() {
    super(Protocol.TLS);
  }

  private Socket connect(DnsServer server) throws IOException {
    return connect(server, TlsClient.trusting(authority()));
  }

  private static TcpLimits limits(int connections, int perClient, Duration idle) {
    return new TcpLimits(connections, perClient, idle, 100);
  }

  private static Message query(int id, String name) {
    var query = DnsClient.query(name, "A");
    query.getHeader().setID(id);
    return query;
  }

  private static byte[] framed(byte[]... messages) throws IOException {
    var octets = new ByteArrayOutputStream();
    var out = new DataOutputStream(octets);
    for (var message : messages) {
      out.writeShort(message.length);
      out.write(message);
    }
    return octets.toByteArray();
  }

  private static void ask(Socket socket, int id, String name) throws IOException {
    socket.getOutputStream().write(framed(query(id, name).toWire()));
  }

  private static void assertAnswers(Socket socket, int id) throws IOException {
    var response = DnsClient.parse(DnsClient.readFrame(socket));
    assertEquals(id, response.getHeader().getID());
    assertEquals(Rcode.NOERROR, response.getRcode());
  }

  private void assertAnswered(DnsServer server) throws IOException {
    var socket = connect(server);
    ask(socket, 5, NAME);
    assertAnswers(socket, 5);
  }

  private static void assertClosed(Socket socket) {
    try {
      assertEquals(END, socket.getInputStream().read());
    } catch (IOException e) {
      assertTrue(e.toString().contains("reset"), e::toString);
    }
  }

  @Test
  void anAnswerIsThatOfTcp() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var query = query(77, NAME).toWire();
    var overTcp = DnsClient.of(server.boundAddresses().getFirst()).overTcp(query).orElseThrow();

    for (var version : List.of("TLSv1.3", "TLSv1.2")) {
      var socket = connect(server, TlsClient.trusting(authority()).speaking(version));
      socket.getOutputStream().write(framed(query));
      assertArrayEquals(overTcp, DnsClient.readFrame(socket), version);
    }
    assertEquals(2, server.counts().tlsQueries());
    assertEquals(1, server.counts().tcpQueries());
  }

  @Test
  void queriesInOneRecordAreAllAnswered() throws IOException {
    var socket = connect(start(TcpLimits.DEFAULT));
    var queries = new byte[300][];
    Arrays.setAll(queries, id -> query(id, NAME).toWire());

    socket.getOutputStream().write(framed(queries));

    for (int id = 0; id < queries.length; id++) {
      assertAnswers(socket, id);
    }
  }

  @Test
  void aQueryMayComeInPieces() throws IOException {
    var socket = connect(start(TcpLimits.DEFAULT));

    for (var octet : framed(query(9, NAME).toWire())) {
      socket.getOutputStream().write(octet);
    }

    assertAnswers(socket, 9);
  }

  @Test
  void responsesLeaveInTheOrderTheyAreReady() throws IOException {
    try (var upstream = new DatagramSocket(Loopback.anyPort())) {
      var there = (InetSocketAddress) upstream.getLocalSocketAddress();
      var forward = ForwardSettings.to(List.of(there));
      var socket = connect(start(TcpLimits.DEFAULT, Networks.index(), forward));

      ask(socket, 1, ELSEWHERE);
      var waiting = new DatagramPacket(new byte[512], 512);
      upstream.receive(waiting);
      ask(socket, 2, NAME);
      assertAnswers(socket, 2);

      var reply = new Message(Arrays.copyOf(waiting.getData(), waiting.getLength()));
      reply.getHeader().setFlag(Flags.QR);
      var octets = reply.toWire();
      upstream.send(new DatagramPacket(octets, octets.length, waiting.getSocketAddress()));
      assertAnswers(socket, 1);
    }
  }

  @Test
  void answersAreStillSentToAClientThatHasFinishedAsking() throws IOException {
    var socket = connect(start(TcpLimits.DEFAULT));

    ask(socket, 1, NAME);
    socket.shutdownOutput();

    assertAnswers(socket, 1);
    assertClosed(socket);
  }

  @Test
  void anIdleConnectionIsClosed() throws IOException {
    var socket = connect(start(limits(10, 10, Duration.ofMillis(200))));
    ask(socket, 1, NAME);
    assertAnswers(socket, 1);

    assertClosed(socket);
  }

  @Test
  void aHandshakeThatDoesNotEndIsGivenUp() throws IOException {
    var server = start(limits(10, 10, Duration.ofMillis(200)));
    var silent = closedLater(DnsClient.of(address(server)).connect());
    var begun = closedLater(DnsClient.of(address(server)).connect());
    begun.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});

    assertClosed(silent);
    assertClosed(begun);
  }

  @Test
  void handshakesThatDoNotEndTakeNobodysPlace() throws IOException {
    var server = start(limits(3, 3, Duration.ofSeconds(30)));
    var inUse = connect(server);
    ask(inUse, 1, NAME);
    assertAnswers(inUse, 1);
    for (int i = 0; i < 2; i++) {
      closedLater(DnsClient.of(address(server)).from("127.0.0.2").connect());
    }

    // Whoever asks pushes out one that has not even ended its handshake.
    assertAnswered(server);

    ask(inUse, 2, NAME);
    assertAnswers(inUse, 2);
    assertTrue(server.counts().tcpConnectionsEvicted() > 0);
  }

  @Test
  void garbageLeavesOthersServed() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var random = new Random(7);
    var served = connect(server);
    for (int i = 0; i < 3; i++) {
      var garbage = new byte[random.nextInt(1, 300)];
      random.nextBytes(garbage);
      try (var bare = DnsClient.of(address(server)).connect();
          var secured = TlsClient.trusting(authority()).connect(address(server))) {
        bare.getOutputStream().write(garbage);
        secured.getOutputStream().write(garbage);
      }
    }

    ask(served, 3, NAME);
    assertAnswers(served, 3);
    assertEquals(0, server.counts().internalErrors());
  }

  @Test
  void closingTheServerEndsItsConnections() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var socket = connect(server);
    ask(socket, 1, NAME);
    assertAnswers(socket, 1);

    server.close();

    assertClosed(socket);
  }

  @Test
  void rfc7858s32ProtocolsAreAgreedOnAndOthersRefused() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var dot = connect(server, TlsClient.trusting(authority()).offering("http/1.1", "dot"));

    assertEquals("dot", dot.getApplicationProtocol());
    assertThrows(
        SSLHandshakeException.class,
        () -> TlsClient.trusting(authority()).offering("h2").connect(address(server)));
  }

  @Test
  void rfc8996OlderVersionsAreRefused() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    for (var version : List.of("-tls1", "-tls1_1")) {
      var printed = Openssl.shakeHands(address(server), version, "-cipher", "ALL:@SECLEVEL=0");
      assertTrue(printed.contains("alert protocol version"), printed);
    }
    var printed = Openssl.shakeHands(address(server), "-tls1_2");
    assertTrue(printed.contains("Cipher is ECDHE-ECDSA-AES"), printed);
  }

  @Test
  @NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
  void kdigAsksWithAStrictProfile() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var trust = "+tls-ca=" + authority().certificate();

    var answered =
        Dig.kdig().ask(address(server), NAME, "A", "+tls", trust, "+tls-hostname=dns.example");

    assertEquals(List.of(NAME + " 10 A 10.1.0.5"), answered.answers());
  }
}

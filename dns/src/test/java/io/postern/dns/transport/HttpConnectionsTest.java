package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.forward.ForwardSettings;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.TlsClient;
import io.postern.dns.transport.DnsSettings.Protocol;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The connections of clients of DNS over HTTPS: how many, how long, and what is not HTTP. */
class HttpConnectionsTest extends EncryptedServers {
  private static final String OK = "HTTP/1.1 200 OK";

  /** What a client of HTTP/2 begins with (RFC 9113 §3.4). */
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  HttpConnectionsTest() {
    super(Protocol.HTTPS);
  }

  private static byte[] query(String name) {
    return DnsClient.query(name, "A").toWire();
  }

  private Socket connect(DnsServer server, String protocol) throws IOException {
    return connect(server, TlsClient.trusting(authority()).offering(protocol));
  }

  /** A whole request of HTTP/1.1. */
  private static byte[] plainRequest(byte[] query) {
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(query);
    var request = "GET /dns-query?dns=" + text + " HTTP/1.1\r\nHost: dns.example\r\n\r\n";
    return request.getBytes(StandardCharsets.US_ASCII);
  }

  /** The first line of the next response. */
  private static String statusLine(Socket socket) throws IOException {
    var line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c != '\r'; c = socket.getInputStream().read()) {
      assertTrue(c != END, "the connection was closed");
      line.append((char) c);
    }
    return line.toString();
  }

  private static void assertAnswered(Socket socket) throws IOException {
    socket.getOutputStream().write(plainRequest(query(NAME)));
    assertEquals(OK, statusLine(socket));
  }

  private static void assertClosed(Socket socket) {
    try {
      while (socket.getInputStream().read() != END) {}
    } catch (IOException e) {
      assertTrue(e.toString().contains("reset") || e.toString().contains("closed"), e::toString);
    }
  }

  @Test
  void rfc9112s322AWholeUriIsTakenAsItsPath() throws IOException {
    var socket = connect(start(TcpLimits.DEFAULT), "http/1.1");
    var request = new String(plainRequest(query(NAME)), StandardCharsets.US_ASCII);
    var whole = request.replace("GET /", "GET https://dns.example/");

    socket.getOutputStream().write(whole.getBytes(StandardCharsets.US_ASCII));

    assertEquals(OK, statusLine(socket));
  }

  @Test
  void requestsInOneWriteAreAnsweredOneAfterTheOther() throws IOException {
    var socket = connect(start(TcpLimits.DEFAULT), "http/1.1");
    var request = plainRequest(query(NAME));
    var several = Arrays.copyOf(request, request.length * 3);
    System.arraycopy(request, 0, several, request.length, request.length);
    System.arraycopy(request, 0, several, 2 * request.length, request.length);

    socket.getOutputStream().write(several);
    socket.shutdownOutput();

    var all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertEquals(4, all.split(OK, -1).length);
  }

  @Test
  void anIdleConnectionIsClosed() throws IOException {
    var server = start(new TcpLimits(10, 10, Duration.ofMillis(200), 100));
    var used = connect(server, "http/1.1");
    assertAnswered(used);
    var halfAsked = connect(server, "http/1.1");
    halfAsked.getOutputStream().write("GET /dns-q".getBytes(StandardCharsets.US_ASCII));

    for (var socket : List.of(used, halfAsked, connect(server, "h2"))) {
      assertClosed(socket);
    }
  }

  @Test
  void aHandshakeThatDoesNotEndIsGivenUp() throws IOException {
    var server = start(new TcpLimits(10, 10, Duration.ofMillis(200), 100));
    var silent = closedLater(DnsClient.of(address(server)).connect());
    var begun = closedLater(DnsClient.of(address(server)).connect());
    begun.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});

    assertClosed(silent);
    assertClosed(begun);
  }

  @Test
  void connectionsAreLimitedAndThoseThatAskNothingMakeRoom() throws IOException {
    var server = start(new TcpLimits(2, 1, Duration.ofSeconds(30), 100));
    var inUse = connect(server, "http/1.1");
    assertAnswered(inUse);

    var second = closedLater(DnsClient.of(address(server)).connect());
    assertClosed(second);
    assertEquals(1, server.counts().tcpConnectionsRefused(), "a client has one");

    var silent =
        closedLater(
            TlsClient.trusting(authority())
                .over(DnsClient.of(address(server)).from("127.0.0.2").connect()));
    var asking = closedLater(DnsClient.of(address(server)).from("127.0.0.3").connect());
    var secured = TlsClient.trusting(authority()).offering("http/1.1").over(asking);
    assertAnswered(secured);
    assertClosed(silent);
    assertEquals(1, server.counts().tcpConnectionsEvicted());
  }

  /** A frame of HTTP/2 (RFC 9113 §4.1). */
  private static void putFrame(
      DataOutputStream out, int type, int flags, int stream, byte[] payload) throws IOException {
    out.writeByte(payload.length >> 16);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  /** GET with a path, in HPACK without a table (RFC 7541 §6.2.2). */
  private static byte[] headers(String path) throws IOException {
    var octets = new ByteArrayOutputStream();
    var out = new DataOutputStream(octets);
    out.writeShort(0x8287);
    out.writeByte(0x04);
    out.writeByte(path.length());
    out.writeBytes(path);
    out.writeByte(0x01);
    out.writeByte(4);
    out.writeBytes("here");
    return octets.toByteArray();
  }

  private static byte[] threeRequests(byte[] query) throws IOException {
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(query);
    var octets = new ByteArrayOutputStream();
    var out = new DataOutputStream(octets);
    out.writeBytes(PREFACE);
    putFrame(out, 4, 0, 0, new byte[0]);
    for (int stream = 1; stream <= 5; stream += 2) {
      putFrame(out, 1, 0x5, stream, headers("/dns-query?dns=" + text));
    }
    return octets.toByteArray();
  }

  /** Its window lets one answer through, and it never opens it again (RFC 9113 §6.9). */
  @Test
  void aClientThatDoesNotReadIsClosed() throws IOException {
    var limits = new TcpLimits(10, 10, Duration.ofSeconds(1), 100);
    var server = start(limits, ManyAddresses.index(), ForwardSettings.NONE);
    var socket = connect(server, "h2");

    socket.getOutputStream().write(threeRequests(query(ManyAddresses.NAME)));

    var octets = 0;
    try {
      for (var buffer = new byte[8_192]; octets >= 0; ) {
        var count = socket.getInputStream().read(buffer);
        if (count < 0) {
          break;
        }
        octets += count;
      }
    } catch (IOException e) {
      assertTrue(e.toString().contains("reset") || e.toString().contains("closed"), e::toString);
    }
    assertTrue(octets > 60_000 && octets < 70_000, "one window: " + octets);
    assertEquals(3, server.counts().httpsQueries());
  }

  @Test
  void garbageLeavesOthersServed() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var random = new Random(7);
    var preface = PREFACE.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 2; i++) {
      var garbage = new byte[random.nextInt(1, 300)];
      random.nextBytes(garbage);
      try (var bare = DnsClient.of(address(server)).connect();
          var first =
              TlsClient.trusting(authority()).offering("http/1.1").connect(address(server));
          var second = TlsClient.trusting(authority()).offering("h2").connect(address(server))) {
        bare.getOutputStream().write(garbage);
        first.getOutputStream().write(garbage);
        second.getOutputStream().write(preface);
        second.getOutputStream().write(garbage);
      }
    }

    assertAnswered(connect(server, "http/1.1"));
    assertEquals(0, server.counts().internalErrors());
  }

  @Test
  void closingTheServerEndsItsConnections() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var first = connect(server, "http/1.1");
    assertAnswered(first);
    var second = connect(server, "h2");

    server.close();

    assertClosed(first);
    assertClosed(second);
    assertThrows(IOException.class, () -> DnsClient.of(address(server)).connect());
  }
}

package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.forward.ForwardSettings;
import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.Authority;
import io.postern.dns.testing.Authority.Issued;
import io.postern.dns.testing.Curl;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.TlsClient;
import io.postern.dns.tls.TlsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.Protocol;
import io.postern.dns.view.ZoneIndex;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** DNS over HTTPS (RFC 8484), by HTTP/2 and HTTP/1.1. */
@NeedsProgram(value = "openssl", debianPackage = "openssl")
class HttpsTest {
  private static final String NAME = "acct1.privatelink.blob.core.windows.net";
  private static final String ELSEWHERE = "elsewhere.example.net";
  private static final String MESSAGE = "application/dns-message";
  private static final List<HttpClient.Version> VERSIONS =
      List.of(HttpClient.Version.HTTP_2, HttpClient.Version.HTTP_1_1);
  private static final int END = -1;

  @TempDir private static Path folder;
  private static Authority authority;
  private static Issued issued;
  private static HttpClient client;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void issue() {
    authority = Authority.in(folder.resolve("authority"));
    issued = authority.issue("dns.example", "DNS:dns.example", "IP:127.0.0.1");
    client =
        HttpClient.newBuilder()
            .sslContext(TlsClient.trusting(authority).context())
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  @AfterAll
  static void stop() {
    client.shutdownNow();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private DnsServer start(TcpLimits limits) throws IOException {
    return start(limits, Networks.index(), ForwardSettings.NONE);
  }

  private DnsServer start(TcpLimits limits, ZoneIndex index, ForwardSettings forward)
      throws IOException {
    var plain = Listener.forNetwork(Loopback.anyPort(), "vnet-a");
    var settings =
        DnsSettings.of(plain, plain.by(Protocol.HTTPS))
            .withTcp(limits)
            .withForward(forward)
            .withTls(TlsSettings.of(issued.certificate(), issued.key()));
    var server = DnsServer.start(settings, () -> index);
    opened.add(server);
    return server;
  }

  private static InetSocketAddress address(DnsServer server) {
    return server.boundAddresses().get(1);
  }

  private static URI uri(DnsServer server, String target) {
    return URI.create("https://127.0.0.1:" + address(server).getPort() + target);
  }

  private static HttpRequest.Builder request(DnsServer server, String target) {
    return HttpRequest.newBuilder(uri(server, target)).timeout(Duration.ofSeconds(10));
  }

  private static HttpRequest post(DnsServer server, byte[] message) {
    return request(server, "/dns-query")
        .header("content-type", MESSAGE)
        .POST(BodyPublishers.ofByteArray(message))
        .build();
  }

  private static HttpRequest get(DnsServer server, byte[] message) {
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(message);
    return request(server, "/dns-query?dns=" + text).build();
  }

  private static HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] query(int id, String name) {
    var query = DnsClient.query(name, "A");
    query.getHeader().setID(id);
    return query.toWire();
  }

  private static String cacheControl(HttpResponse<?> response) {
    return response.headers().firstValue("cache-control").orElse("");
  }

  @Test
  void anAnswerIsThatOfTcpByEitherMethodAndVersion() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var query = query(0, NAME);
    var overTcp = DnsClient.of(server.boundAddresses().getFirst()).overTcp(query).orElseThrow();

    for (var version : VERSIONS) {
      for (var request : List.of(get(server, query), post(server, query))) {
        var builder = HttpRequest.newBuilder(request, (_, _) -> true).version(version);
        var response = send(builder.build());
        assertEquals(200, response.statusCode());
        assertEquals(version, response.version());
        assertEquals(List.of(MESSAGE), response.headers().allValues("content-type"));
        assertArrayEquals(overTcp, response.body());
      }
    }
    assertEquals(4, server.counts().httpsQueries());
  }

  /** RFC 8484 §5.1; and what depends on who asks is for no cache that others use. */
  @Test
  void rfc8484s51AnAnswerIsKeptForItsSmallestTtl() throws IOException {
    var server = start(TcpLimits.DEFAULT);

    var found = send(post(server, query(0, NAME)));
    assertEquals("private, max-age=10", cacheControl(found));

    var missing = send(post(server, query(0, "nobody.contoso.com.invalid")));
    assertEquals(Rcode.REFUSED, DnsClient.parse(missing.body()).getRcode());
    assertEquals("private, max-age=0", cacheControl(missing));

    var none = send(post(server, query(0, "none.db.contoso.com")));
    var soa = DnsClient.parse(none.body()).getSection(Section.AUTHORITY).getFirst();
    assertEquals(Rcode.NXDOMAIN, DnsClient.parse(none.body()).getRcode());
    assertEquals("private, max-age=" + soa.getTTL(), cacheControl(none));
  }

  /** What a wrong request gets, and that it says what to do. */
  @Test
  void whatIsWrongWithARequestIsSaid() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var query = query(0, NAME);
    for (var version : VERSIONS) {
      var body = BodyPublishers.ofByteArray(query);
      assertSays(version, 404, "/dns-query", request(server, "/elsewhere").POST(body));
      assertSays(version, 400, "?dns=", request(server, "/dns-query"));
      assertSays(version, 400, "?dns=", request(server, "/dns-query?dns=AA&dns=AA"));
      assertSays(version, 400, "base64url", request(server, "/dns-query?dns=AA*A"));
      assertSays(version, 400, "no DNS query", request(server, "/dns-query?dns=AAAA"));
      assertSays(version, 405, "GET", request(server, "/dns-query").PUT(body));
      assertSays(version, 415, MESSAGE, request(server, "/dns-query").POST(body));
      var large = request(server, "/dns-query").header("content-type", MESSAGE);
      assertSays(version, 413, "65535", large.POST(BodyPublishers.ofByteArray(new byte[70_000])));
      var long_ = request(server, "/dns-query?dns=" + "A".repeat(17_000));
      var refused = version == HttpClient.Version.HTTP_2 ? 431 : 414;
      assertSays(version, refused, "", long_);
    }

    var refused = send(request(server, "/dns-query").DELETE().build());
    assertEquals(List.of("GET, POST"), refused.headers().allValues("allow"));
    assertEquals(200, send(post(server, query)).statusCode());
    assertEquals(0, server.counts().internalErrors());
  }

  private static void assertSays(
      HttpClient.Version version, int status, String text, HttpRequest.Builder request)
      throws IOException {
    var response = send(request.version(version).build());
    assertEquals(status, response.statusCode());
    var said = new String(response.body(), StandardCharsets.UTF_8);
    assertTrue(said.contains(text), said);
  }

  @Test
  void headIsRefusedWithoutABody() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    for (var version : VERSIONS) {
      var response = send(request(server, "/dns-query").version(version).HEAD().build());
      assertEquals(405, response.statusCode());
      assertEquals(0, response.body().length);
    }
    assertEquals(200, send(post(server, query(0, NAME))).statusCode());
  }

  @Test
  void aLargeAnswerComesWhole() throws IOException {
    var server = start(TcpLimits.DEFAULT, ManyAddresses.index(), ForwardSettings.NONE);
    for (var version : VERSIONS) {
      var request = post(server, query(0, ManyAddresses.NAME));
      var builder = HttpRequest.newBuilder(request, (_, _) -> true).version(version);
      var answer = DnsClient.parse(send(builder.build()).body());
      assertFalse(answer.getHeader().getFlag(Flags.TC));
      assertEquals(ManyAddresses.COUNT, answer.getSection(Section.ANSWER).size());
    }
  }

  @Test
  void manyRequestsAtOnceGoByOneConnection() throws Exception {
    var server = start(TcpLimits.DEFAULT);
    var first = client.sendAsync(post(server, query(1, NAME)), BodyHandlers.ofByteArray());
    assertEquals(200, first.get(10, TimeUnit.SECONDS).statusCode());

    var responses =
        IntStream.range(0, 20)
            .mapToObj(
                id -> client.sendAsync(post(server, query(id, NAME)), BodyHandlers.ofByteArray()))
            .toList();

    for (int id = 0; id < responses.size(); id++) {
      var message = DnsClient.parse(responses.get(id).get(10, TimeUnit.SECONDS).body());
      assertEquals(id, message.getHeader().getID());
    }
    assertEquals(1, server.counts().tcpConnections());
  }

  @Test
  void responsesLeaveInTheOrderTheyAreReady() throws Exception {
    try (var upstream = new DatagramSocket(Loopback.anyPort())) {
      var there = (InetSocketAddress) upstream.getLocalSocketAddress();
      var server = start(TcpLimits.DEFAULT, Networks.index(), ForwardSettings.to(List.of(there)));

      var slow = client.sendAsync(post(server, query(1, ELSEWHERE)), BodyHandlers.ofByteArray());
      var waiting = new DatagramPacket(new byte[512], 512);
      upstream.receive(waiting);
      assertEquals(200, send(post(server, query(2, NAME))).statusCode());
      assertFalse(slow.isDone());

      var reply = new Message(Arrays.copyOf(waiting.getData(), waiting.getLength()));
      reply.getHeader().setFlag(Flags.QR);
      var octets = reply.toWire();
      upstream.send(new DatagramPacket(octets, octets.length, waiting.getSocketAddress()));
      assertEquals(200, slow.get(10, TimeUnit.SECONDS).statusCode());
    }
  }

  private Socket connect(DnsServer server, String protocol) throws IOException {
    var socket = TlsClient.trusting(authority).offering(protocol).connect(address(server));
    opened.add(socket);
    return socket;
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
    var request = new String(plainRequest(query(7, NAME)), StandardCharsets.US_ASCII);
    var whole = request.replace("GET /", "GET https://dns.example/");

    socket.getOutputStream().write(whole.getBytes(StandardCharsets.US_ASCII));

    assertEquals("HTTP/1.1 200 OK", statusLine(socket));
  }

  @Test
  void requestsInOneWriteAreAnsweredOneAfterTheOther() throws IOException {
    var socket = connect(start(TcpLimits.DEFAULT), "http/1.1");
    var request = plainRequest(query(7, NAME));
    var several = Arrays.copyOf(request, request.length * 3);
    System.arraycopy(request, 0, several, request.length, request.length);
    System.arraycopy(request, 0, several, 2 * request.length, request.length);

    socket.getOutputStream().write(several);
    socket.shutdownOutput();

    var all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertEquals(4, all.split("HTTP/1.1 200 OK", -1).length);
  }

  @Test
  void anIdleConnectionIsClosed() throws IOException {
    var server = start(new TcpLimits(10, 10, Duration.ofMillis(200), 100));
    var used = connect(server, "http/1.1");
    used.getOutputStream().write(plainRequest(query(7, NAME)));
    assertEquals("HTTP/1.1 200 OK", statusLine(used));
    var halfAsked = connect(server, "http/1.1");
    halfAsked.getOutputStream().write("GET /dns-q".getBytes(StandardCharsets.US_ASCII));

    for (var socket : List.of(used, halfAsked, connect(server, "h2"))) {
      assertClosed(socket);
    }
  }

  @Test
  void aHandshakeThatDoesNotEndIsGivenUp() throws IOException {
    var server = start(new TcpLimits(10, 10, Duration.ofMillis(200), 100));
    var silent = DnsClient.of(address(server)).connect();
    var begun = DnsClient.of(address(server)).connect();
    opened.addAll(List.of(silent, begun));
    begun.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});

    assertClosed(silent);
    assertClosed(begun);
  }

  @Test
  void connectionsAreLimitedAndThoseThatAskNothingMakeRoom() throws IOException {
    var server = start(new TcpLimits(2, 1, Duration.ofSeconds(30), 100));
    var inUse = connect(server, "http/1.1");
    inUse.getOutputStream().write(plainRequest(query(7, NAME)));
    assertEquals("HTTP/1.1 200 OK", statusLine(inUse));

    var second = DnsClient.of(address(server)).connect();
    opened.add(second);
    assertClosed(second);
    assertEquals(1, server.counts().tcpConnectionsRefused(), "a client has one");

    var silent =
        TlsClient.trusting(authority)
            .over(DnsClient.of(address(server)).from("127.0.0.2").connect());
    opened.add(silent);
    var asking = DnsClient.of(address(server)).from("127.0.0.3").connect();
    opened.add(asking);
    var secured = TlsClient.trusting(authority).offering("http/1.1").over(asking);
    secured.getOutputStream().write(plainRequest(query(8, NAME)));
    assertEquals("HTTP/1.1 200 OK", statusLine(secured));
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

  /** Its window lets one answer through, and it never opens it again (RFC 9113 §6.9). */
  @Test
  void aClientThatDoesNotReadIsClosed() throws IOException {
    var limits = new TcpLimits(10, 10, Duration.ofMillis(300), 100);
    var server = start(limits, ManyAddresses.index(), ForwardSettings.NONE);
    var socket = connect(server, "h2");
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(query(7, ManyAddresses.NAME));
    var out = new DataOutputStream(socket.getOutputStream());
    out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    putFrame(out, 4, 0, 0, new byte[0]);
    for (int stream = 1; stream <= 5; stream += 2) {
      putFrame(out, 1, 0x5, stream, headers("/dns-query?dns=" + text));
    }

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
    var preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 2; i++) {
      var garbage = new byte[random.nextInt(1, 300)];
      random.nextBytes(garbage);
      try (var bare = DnsClient.of(address(server)).connect();
          var first = TlsClient.trusting(authority).offering("http/1.1").connect(address(server));
          var second = TlsClient.trusting(authority).offering("h2").connect(address(server))) {
        bare.getOutputStream().write(garbage);
        first.getOutputStream().write(garbage);
        second.getOutputStream().write(preface);
        second.getOutputStream().write(garbage);
      }
      var posted = post(server, garbage);
      var response = send(posted);
      assertTrue(response.statusCode() == 200 || response.statusCode() == 400);
    }

    assertEquals(200, send(post(server, query(0, NAME))).statusCode());
    assertEquals(0, server.counts().internalErrors());
  }

  @Test
  void closingTheServerEndsItsConnections() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var first = connect(server, "http/1.1");
    first.getOutputStream().write(plainRequest(query(7, NAME)));
    assertEquals("HTTP/1.1 200 OK", statusLine(first));
    var second = connect(server, "h2");

    server.close();

    assertClosed(first);
    assertClosed(second);
    assertThrows(IOException.class, () -> DnsClient.of(address(server)).connect());
  }

  @Test
  @NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
  void kdigAsksByPostAndByGet() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var trust = "+tls-ca=" + authority.certificate();
    for (var how : List.of("+https", "+https-get")) {
      var answered =
          Dig.kdig()
              .ask(address(server), NAME, "A", "+https", how, trust, "+tls-hostname=dns.example");
      assertEquals(List.of(NAME + " 10 A 10.1.0.5"), answered.answers());
    }
  }

  @Test
  @NeedsProgram(value = "curl", debianPackage = "curl")
  void curlGetsAnAnswerByHttp2() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(query(0, NAME));
    var port = address(server).getPort();

    var printed =
        Curl.fetch(
            List.of("--http2", "--cacert", authority.certificate().toString()),
            Curl.here("dns.example", port),
            List.of("-o", "/dev/null", "-w", "%{http_version} %{http_code} %{content_type}"),
            List.of("https://dns.example:" + port + "/dns-query?dns=" + text));

    assertEquals("2 200 " + MESSAGE, printed);
  }
}

package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.forward.ForwardSettings;
import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.Curl;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.TlsClient;
import io.postern.dns.transport.DnsSettings.Protocol;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** DNS over HTTPS (RFC 8484), by HTTP/2 and HTTP/1.1. */
class HttpsTest extends EncryptedServers {
  private static final String MESSAGE = "application/dns-message";
  private static final List<HttpClient.Version> VERSIONS =
      List.of(HttpClient.Version.HTTP_2, HttpClient.Version.HTTP_1_1);

  private HttpClient client;

  HttpsTest() {
    super(Protocol.HTTPS);
  }

  @BeforeAll
  void trust() {
    client =
        HttpClient.newBuilder()
            .sslContext(TlsClient.trusting(authority()).context())
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  @AfterAll
  void stop() {
    client.shutdownNow();
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

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
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
      var tooLong = version == HttpClient.Version.HTTP_2 ? 431 : 414;
      assertSays(version, tooLong, "", request(server, "/dns-query?dns=" + "A".repeat(17_000)));
      var padded = request(server, "/dns-query").header("x-padding", "A".repeat(17_000));
      assertSays(version, 431, "16384", padded.POST(body));
    }

    var refused = send(request(server, "/dns-query").DELETE().build());
    assertEquals(List.of("GET, POST"), refused.headers().allValues("allow"));
    assertEquals(200, send(post(server, query)).statusCode());
    assertEquals(0, server.counts().internalErrors());
  }

  private void assertSays(
      HttpClient.Version version, int status, String text, HttpRequest.Builder request)
      throws IOException {
    var response = send(request.version(version).build());
    assertEquals(status, response.statusCode());
    var said = new String(response.body(), StandardCharsets.UTF_8);
    assertTrue(said.contains(text), said);
  }

  @Test
  void garbageIsAnsweredOrRefused() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var random = new Random(7);
    for (int i = 0; i < 10; i++) {
      var garbage = new byte[random.nextInt(1, 300)];
      random.nextBytes(garbage);
      var status = send(post(server, garbage)).statusCode();
      assertTrue(status == 200 || status == 400, () -> "status " + status);
    }
    assertEquals(200, send(post(server, query(0, NAME))).statusCode());
    assertEquals(0, server.counts().internalErrors());
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

  @Test
  @NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
  void kdigAsksByPostAndByGet() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var trust = "+tls-ca=" + authority().certificate();
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
            List.of("--http2", "--cacert", authority().certificate().toString()),
            Curl.here("dns.example", port),
            List.of("-o", "/dev/null", "-w", "%{http_version} %{http_code} %{content_type}"),
            List.of("https://dns.example:" + port + "/dns-query?dns=" + text));

    assertEquals("2 200 " + MESSAGE, printed);
  }
}

package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.dns.codec.TsigKey;
import io.postern.dns.testing.Authority;
import io.postern.dns.testing.Authority.Issued;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.Openssl;
import io.postern.dns.testing.TlsClient;
import io.postern.dns.tls.Bindings;
import io.postern.dns.tls.Bindings.Binding;
import io.postern.dns.tls.ClientCertificates;
import io.postern.dns.tls.TlsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.Protocol;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PrefixSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.TSIG;

/** Which network a query over TLS or HTTPS belongs to. The networks are {@link Who}'s. */
@NeedsProgram(value = "openssl", debianPackage = "openssl")
class EncryptedViewsTest {
  private static final byte[] SECRET = new byte[32];
  private static final Bindings BINDINGS =
      new Bindings(
          Map.of(
              "forwarder.one.example", "net-1", "spiffe://example/two", "net-2", "gone", "net-9"),
          Map.of(
              "three.example", new Binding("net-3", false),
              "proven.example", new Binding("net-4", true)),
          Map.of(
              "/dns-query/three", new Binding("net-3", false),
              "/dns-query/proven", new Binding("net-4", true),
              "/dns-query/gone", new Binding("net-9", false)));

  @TempDir private static Path folder;
  private static Authority authority;
  private static Issued issued;
  private static Authority clients;
  private static Issued ofOne;
  private static Issued ofNone;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private static DnsServer usual;

  private final List<DnsServer> started = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    authority = Authority.in(folder.resolve("servers"));
    issued = authority.issue("dns.example", "DNS:*.example", "IP:127.0.0.1");
    clients = Authority.in(folder.resolve("clients"));
    ofOne = clients.issue("x", "DNS:Forwarder.One.example");
    ofNone = clients.issue("nobody", "DNS:nobody.example");
    usual = start(ClientCertificates.OPTIONAL);
  }

  @AfterAll
  static void stop() {
    usual.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
    started.forEach(DnsServer::close);
  }

  /** The server of all tests, unless one has started its own. */
  private DnsServer server() {
    return started.isEmpty() ? usual : started.getLast();
  }

  /** Listeners: TLS and HTTPS for everybody, then TLS and HTTPS of network 5. */
  private static DnsServer start(ClientCertificates asked) throws IOException {
    var index = Who.index();
    for (int id = 1; id <= 5; id++) {
      index = Who.with(index, id, "127.0." + id + ".0/24");
    }
    var served = index;
    var everybody = Listener.on(Loopback.anyPort());
    var five = Listener.forNetwork(Loopback.anyPort(), "net-5");
    var key =
        new TsigKey(
            "two.key", TsigKey.Algorithm.HMAC_SHA256, new SecretKeySpec(SECRET, "HMAC"), "net-2");
    var proxies = new PrefixSet(List.of(Prefix.parse("127.0.6.0/24")));
    var tls =
        TlsSettings.of(issued.certificate(), issued.key())
            .withClients(asked, clients.certificate());
    var settings =
        DnsSettings.of(
                everybody.by(Protocol.TLS),
                everybody.by(Protocol.HTTPS),
                five.by(Protocol.TLS),
                five.by(Protocol.HTTPS))
            .withTrust(new Trust(List.of(key), proxies, PrefixSet.NONE))
            .withTls(tls.withBindings(BINDINGS));
    return DnsServer.start(settings, () -> served);
  }

  private static Message query() {
    return DnsClient.query(Who.NAME, "A");
  }

  private static Message signed() {
    var query = query();
    new TSIG(TSIG.HMAC_SHA256, "two.key.", Base64.getEncoder().encodeToString(SECRET))
        .apply(query, null);
    return query;
  }

  private static TlsClient client(@Nullable Issued own) {
    return TlsClient.of(authority, own);
  }

  private InetSocketAddress address(int listener) {
    return server().boundAddresses().get(listener);
  }

  /** Asks over TLS from an address. */
  private String tls(int listener, String source, TlsClient client, Message query)
      throws IOException {
    var bare = DnsClient.of(address(listener)).from(source).connect();
    try (var socket = client.over(bare)) {
      return ask(socket, query);
    }
  }

  private static String ask(Socket socket, Message query) throws IOException {
    var octets = query.toWire();
    var frame = ByteBuffer.allocate(Short.BYTES + octets.length).putShort((short) octets.length);
    socket.getOutputStream().write(frame.put(octets).array());
    return Who.said(DnsClient.parse(DnsClient.readFrame(socket)));
  }

  private String tls(TlsClient client) throws IOException {
    return tls(0, "127.0.0.1", client, query());
  }

  /** Asks over HTTPS, from 127.0.0.1. */
  private String https(int listener, @Nullable Issued own, String path, Message query)
      throws IOException {
    var bare = DnsClient.of(address(listener)).connect();
    try (var socket = client(own).offering("http/1.1").over(bare)) {
      return askByHttp(socket, path, query);
    }
  }

  private String https(@Nullable Issued own, String path) throws IOException {
    return https(1, own, path, query());
  }

  @Test
  void theSourceDecidesWhereNothingElseIsSaid() throws IOException {
    assertEquals(Who.PUBLIC, tls(client(null)));
    assertEquals("10.0.0.2", tls(0, "127.0.2.7", client(null), query()));
    assertEquals(Who.PUBLIC, https(null, "/dns-query"));
  }

  @Test
  void aListenerCountsBeforeAllElse() throws IOException {
    assertEquals("10.0.0.5", tls(2, "127.0.2.7", client(ofOne).calling("three.example"), signed()));
    assertEquals("10.0.0.5", https(3, ofOne, "/dns-query/three", query()));
  }

  @Test
  void aKeyCountsBeforeCertificatePathAndServerName() throws IOException {
    assertEquals("10.0.0.2", tls(0, "127.0.0.1", client(ofOne).calling("three.example"), signed()));
    assertEquals("10.0.0.2", https(1, ofOne, "/dns-query/three", signed()));
    assertEquals("10.0.0.2", https(1, null, "/dns-query/proven", signed()));
  }

  @Test
  void aVerifiedCertificateTellsTheNetwork() throws IOException {
    assertEquals("10.0.0.1", tls(0, "127.0.2.7", client(ofOne), query()));
    assertEquals("10.0.0.2", tls(client(clients.issue("x", "URI:spiffe://example/two"))));
    assertEquals("10.0.0.1", https(ofOne, "/dns-query"));
    assertEquals("10.0.0.1", https(ofOne, "/dns-query/three"), "before the path");
    assertEquals("10.0.0.1", tls(client(ofOne).calling("three.example")), "before the name");
  }

  @Test
  void theCommonNameCountsWhereThereIsNoOther() throws IOException {
    assertEquals("10.0.0.1", tls(client(clients.issue("forwarder.one.example"))));
    var other = clients.issue("forwarder.one.example", "DNS:nobody.example");
    assertEquals(Who.PUBLIC, tls(client(other)));
  }

  @Test
  void aCertificateOfTwoNetworksIsRefused() throws IOException {
    var both = clients.issue("x", "DNS:forwarder.one.example", "URI:spiffe://example/two");

    assertEquals("REFUSED", tls(client(both)));
    assertEquals("REFUSED", https(both, "/dns-query/three"));
  }

  @Test
  void aPathTellsTheNetworkAndAnUnknownOneIsNotFound() throws IOException {
    assertEquals("10.0.0.3", https(null, "/dns-query/three"));
    assertEquals("10.0.0.3", https(ofNone, "/dns-query/three"));
    assertEquals("status 404", https(null, "/dns-query/four"));
    assertEquals("status 404", https(ofOne, "/"));
  }

  @Test
  void theServersNameTellsTheNetworkAndAnUnknownOneNothing() throws IOException {
    assertEquals("10.0.0.3", tls(client(null).calling("Three.example")));
    assertEquals("10.0.0.2", tls(0, "127.0.2.7", client(null).calling("other.example"), query()));
  }

  @Test
  void aBindingMayTakeACertificate() throws IOException {
    assertEquals("REFUSED", tls(client(null).calling("proven.example")));
    assertEquals("10.0.0.4", tls(client(ofNone).calling("proven.example")));
    assertEquals("REFUSED", https(null, "/dns-query/proven"));
    assertEquals("10.0.0.4", https(ofNone, "/dns-query/proven"));
  }

  @Test
  void aNetworkThatIsNotThereIsRefused() throws IOException {
    assertEquals("REFUSED", tls(client(clients.issue("gone"))));
    assertEquals("REFUSED", https(null, "/dns-query/gone"));
  }

  /** One from elsewhere, one that has expired, and none where one is needed. */
  @Test
  void aWrongCertificateIsNotServed() throws IOException {
    started.add(start(ClientCertificates.REQUIRED));
    var elsewhere = authority.issue("x", "DNS:forwarder.one.example");
    var now = Instant.now();
    var expired =
        clients.issue(
            now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)), "forwarder.one.example");

    assertEquals("10.0.0.1", tls(client(ofOne)));
    for (var wrong : new Issued[] {elsewhere, expired, null}) {
      assertThrows(IOException.class, () -> tls(client(wrong)));
      assertThrows(IOException.class, () -> https(wrong, "/dns-query"));
    }
    assertEquals(6, server().counts().handshakesFailed());
  }

  /** A session that is taken up again under another name does not keep the network of the first. */
  @Test
  void aSessionThatIsTakenUpAgainIsOfTheNetworkThatItNamesThen() throws IOException {
    var session = folder.resolve("session").toString();
    for (var version : List.of("-tls1_3", "-tls1_2")) {
      assertEquals("10.0.0.3", tls(version, "-servername", "three.example", "-sess_out", session));
      assertEquals(Who.PUBLIC, tls(version, "-servername", "other.example", "-sess_in", session));
      assertEquals("10.0.0.3", tls(version, "-servername", "three.example", "-sess_in", session));
      assertEquals(Who.PUBLIC, tls(version, "-noservername", "-sess_in", session));
    }
  }

  /** Asks over TLS with the client of openssl. */
  private String tls(String... options) {
    return Who.said(Openssl.ask(address(0), query(), options));
  }

  @Test
  void aProxySaysWhoAsksBeforeTheHandshake() throws IOException {
    try (var socket = client(null).over(proxied(0, "127.0.2.7"))) {
      assertEquals("10.0.0.2", ask(socket, query()));
    }
    try (var socket = client(null).offering("http/1.1").over(proxied(1, "127.0.2.7"))) {
      assertEquals("10.0.0.2", askByHttp(socket, "/dns-query", query()));
    }
  }

  @Test
  void whatIsNoProxysHeaderEndsAProxysConnection() throws IOException {
    var before = server().counts().dropped();
    for (int listener : new int[] {0, 1}) {
      var bare = DnsClient.of(address(listener)).from("127.0.6.1").connect();
      opened.add(bare);
      assertThrows(IOException.class, () -> client(null).over(bare));
    }
    assertEquals(before + 2, server().counts().dropped());
  }

  /** A connection of a proxy that speaks for a client. */
  private Socket proxied(int listener, String source) throws IOException {
    var bare = DnsClient.of(address(listener)).from("127.0.6.1").connect();
    var header = new ByteArrayOutputStream();
    header.writeBytes(HexFormat.of().parseHex("0d0a0d0a000d0a515549540a2111000c"));
    header.writeBytes(InetAddress.ofLiteral(source).getAddress());
    header.writeBytes(new byte[8]);
    bare.getOutputStream().write(header.toByteArray());
    return bare;
  }

  private static String askByHttp(Socket socket, String path, Message query) throws IOException {
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(query.toWire());
    var request = "GET " + path + "?dns=" + text + " HTTP/1.0\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    var all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    if (!all.startsWith("HTTP/1.1 200 ")) {
      return "status " + all.split(" ")[1];
    }
    var body = all.substring(all.indexOf("\r\n\r\n") + 4);
    return Who.said(DnsClient.parse(body.getBytes(StandardCharsets.ISO_8859_1)));
  }
}

package io.postern.dns.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.Certificates;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.NsdServer;
import io.postern.dns.testing.Relay;
import io.postern.dns.testing.UnboundServer;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.ZoneIndex;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of others, asked for over TLS at a real Unbound, which asks a real NSD. */
@NeedsProgram(value = "nsd", debianPackage = "nsd")
@NeedsProgram(value = "unbound", debianPackage = "unbound")
@NeedsProgram(value = "openssl", debianPackage = "openssl")
class TlsUpstreamTest {
  private static final String NAME = "resolver.example";
  private static final Answered FAILED = new Answered("SERVFAIL", false, List.of(), List.of());
  private static final int QUESTIONS = 50;

  private static NsdServer nsd;
  private static UnboundServer unbound;
  private static Certificates certificates;
  private static Certificates others;
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    certificates = Certificates.make(Files.createDirectory(folder.resolve("ours")), NAME);
    others = Certificates.make(Files.createDirectory(folder.resolve("others")), NAME);
    nsd =
        NsdServer.start(
            Files.createDirectory(folder.resolve("nsd")),
            "example.net",
            """
            $ORIGIN example.net.
            $TTL 60
            @ SOA ns hostmaster 1 3600 300 604800 30
            @ NS ns
            ns A 192.0.2.53
            *.host A 192.0.2.80
            """);
    unbound =
        UnboundServer.overTls(
            Files.createDirectory(folder.resolve("unbound")),
            "example.net",
            nsd.address(),
            certificates);
  }

  @AfterAll
  static void stop() {
    unbound.close();
    nsd.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) each.close();
  }

  private static TlsIdentity named(String name, Path authority) {
    try (var file = Files.newInputStream(authority)) {
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(file);
      return new TlsIdentity.Named(name, List.of((X509Certificate) certificate));
    } catch (IOException | CertificateException e) {
      throw new AssertionError(e);
    }
  }

  private static TlsIdentity right() {
    return named(NAME, certificates.authority());
  }

  private DnsServer server(Duration timeout, UpstreamServer... upstreams) throws IOException {
    var index = ZoneIndex.empty().withPublicRecursion(true);
    var forward = ForwardSettings.NONE.withTimeout(timeout).withUpstreams(List.of(upstreams));
    var settings = DnsSettings.of(Listener.on(Loopback.anyPort())).withForward(forward);
    var server = DnsServer.start(settings, () -> index);
    opened.add(server);
    return server;
  }

  private DnsServer server(InetSocketAddress address, TlsIdentity identity) throws IOException {
    return server(Duration.ofSeconds(10), new UpstreamServer(address, identity));
  }

  private static Answered ask(DnsServer server, String name) {
    return Answered.of(DnsClient.of(server.boundAddresses().getFirst()).udp(name, "A"));
  }

  private static void assertAnswered(DnsServer server, String name) {
    var answer = ask(server, name);
    assertEquals("NOERROR", answer.rcode());
    assertEquals(List.of(name + " 60 A 192.0.2.80"), answer.answers());
  }

  @Test
  void rfc8310s81AResolverOfTheRightNameIsAsked() throws IOException {
    var server = server(unbound.address(), right());

    assertAnswered(server, "a.host.example.net");
    var denied = ask(server, "none.example.net");
    assertEquals("NXDOMAIN", denied.rcode());
    assertTrue(denied.authority().getFirst().contains(" SOA "), denied::toString);
    assertEquals(2, server.counts().upstream().asked());
  }

  @Test
  void rfc7858s42AResolverWithThePinnedKeyIsAsked() throws IOException {
    var server = server(unbound.address(), new TlsIdentity.Pinned(certificates.pin()));

    assertAnswered(server, "p.host.example.net");
  }

  /** The strict profile: neither the question nor anything else leaves in the clear. */
  @Test
  void rfc8310s5WhoDoesNotProveToBeTheResolverIsNotAsked() throws IOException {
    try (var relay = new Relay(unbound.address());
        var clear = DatagramChannel.open()) {
      clear.bind(relay.address()).configureBlocking(false);
      for (var wrong :
          List.of(
              named("other.example", certificates.authority()),
              named(NAME, others.authority()),
              new TlsIdentity.Named(NAME, List.of()),
              new TlsIdentity.Pinned(others.pin()))) {
        var server = server(relay.address(), wrong);
        assertEquals(FAILED, ask(server, "a.host.example.net"), wrong::toString);
        assertEquals(2, server.counts().upstream().failed());
      }
      assertEquals(8, relay.connections());
      assertNull(clear.receive(ByteBuffer.allocate(512)));
    }
  }

  @Test
  void rfc7766s62OneConnectionIsKeptForManyQuestions() throws IOException {
    try (var relay = new Relay(unbound.address())) {
      var server = server(relay.address(), right());
      try (var socket = DnsClient.of(server.boundAddresses().getFirst()).connect()) {
        var out = new DataOutputStream(socket.getOutputStream());
        for (int i = 0; i < QUESTIONS; i++) {
          var query = DnsClient.query("q" + i + ".host.example.net", "A").toWire();
          out.writeShort(query.length);
          out.write(query);
        }
        out.flush();
        var names = new HashSet<String>();
        for (int i = 0; i < QUESTIONS; i++) {
          var answer = Answered.of(DnsClient.parse(DnsClient.readFrame(socket)));
          assertEquals("NOERROR", answer.rcode());
          names.addAll(answer.answers());
        }
        assertEquals(QUESTIONS, names.size());
      }
      assertEquals(1, relay.connections());
      assertEquals(QUESTIONS, server.counts().upstream().asked());
    }
  }

  @Test
  void aConnectionThatHasEndedIsMadeAnew() throws IOException {
    try (var relay = new Relay(unbound.address())) {
      var server = server(relay.address(), right());
      assertAnswered(server, "x1.host.example.net");

      relay.cut();

      assertAnswered(server, "x2.host.example.net");
      assertEquals(2, relay.connections());
      assertEquals(0, server.counts().upstream().failed(), "it had not seen the question");
    }
  }

  @Test
  void aResolverThatDoesNotShakeHandsIsGivenUpForTheNext() throws IOException {
    try (var silent = new ServerSocket()) {
      silent.bind(Loopback.anyPort());
      var address = (InetSocketAddress) silent.getLocalSocketAddress();
      var server =
          server(
              Duration.ofMillis(500),
              new UpstreamServer(address, right()),
              new UpstreamServer(unbound.address(), right()));

      assertAnswered(server, "s1.host.example.net");
      assertAnswered(server, "s2.host.example.net");
      assertEquals(3, server.counts().upstream().asked(), "the silent one only once");
    }
  }

  @Test
  void whatProvesNothingIsRefused() {
    for (var name : List.of("", "192.0.2.1", "-a.example", "a b.example", "a..example"))
      assertThrows(
          IllegalArgumentException.class, () -> new TlsIdentity.Named(name, List.of()), name);
    for (var pin : List.of("", "AAAA", "?", certificates.pin() + "AAAA"))
      assertThrows(IllegalArgumentException.class, () -> new TlsIdentity.Pinned(pin), pin);
  }
}

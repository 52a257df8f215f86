package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.Authority;
import io.postern.dns.testing.Authority.Issued;
import io.postern.dns.testing.Logged;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.Openssl;
import io.postern.dns.testing.TlsClient;
import io.postern.dns.tls.ClientCertificates;
import io.postern.dns.tls.TlsSettings;
import io.postern.dns.tls.UnusableCertificateException;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates in files: taken in when they change, and refused when they are wrong. */
@NeedsProgram(value = "openssl", debianPackage = "openssl")
class CertificateFilesTest {
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir private static Path issuing;
  private static Authority authority;
  private static Issued first;
  private static Issued second;
  private static Issued expired;
  private static Issued notYet;

  @TempDir private Path folder;
  private Logged logged;
  private final List<DnsServer> servers = new ArrayList<>();

  @BeforeAll
  static void issue() {
    authority = Authority.in(issuing.resolve("authority"));
    first = authority.issue("first", "IP:127.0.0.1");
    second = authority.issue("second", "IP:127.0.0.1");
    var now = Instant.now();
    var day = Duration.ofDays(1);
    expired = authority.issue(now.minus(day).minus(day), now.minus(day), "expired");
    notYet = authority.issue(now.plus(day), now.plus(day).plus(day), "not-yet");
  }

  @BeforeEach
  void listen() {
    logged = new Logged("io.postern.dns.tls", folder.toString(), "CN=machine-7");
  }

  @AfterEach
  void stop() {
    logged.close();
    servers.forEach(DnsServer::close);
  }

  private Path certificate() {
    return folder.resolve("server.pem");
  }

  private Path key() {
    return folder.resolve("server.key");
  }

  /** Puts a file in another one's place, as whoever renews certificates should. */
  private void put(Path source, Path target) throws IOException {
    var beside = Files.copy(source, folder.resolve("new"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private void put(Issued issued) throws IOException {
    put(issued.certificate(), certificate());
    put(issued.key(), key());
  }

  private DnsServer start(TlsSettings settings) throws IOException {
    var index = Networks.index();
    var listener = Listener.forNetwork(Loopback.anyPort(), "vnet-a");
    var all =
        DnsSettings.of(listener.by(Protocol.TLS), listener.by(Protocol.HTTPS)).withTls(settings);
    servers.add(DnsServer.start(all, () -> index));
    return servers.getLast();
  }

  private TlsSettings settings(Duration checkedEvery) {
    return TlsSettings.of(certificate(), key()).checkedEvery(checkedEvery);
  }

  /** The subject of the certificate that a listener shows. */
  private static String shown(DnsServer server, int listener) throws IOException {
    var client = TlsClient.trusting(authority);
    try (var socket = client.connect(server.boundAddresses().get(listener))) {
      var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  @Test
  void aNewCertificateIsInUseForTheNextConnection() throws IOException {
    put(first);
    var server = start(settings(NEVER));
    try (var before = TlsClient.trusting(authority).connect(server.boundAddresses().getFirst())) {
      put(second);
      server.refreshCertificates();

      assertEquals("CN=second", shown(server, 0));
      assertEquals("CN=second", shown(server, 1));
      assertTrue(before.isConnected() && !before.isClosed());
      before.getOutputStream().write(new byte[] {0, 1});
    }
    var said = logged.take();
    assertTrue(said.getFirst().contains(certificate() + " is in use now"), said::toString);
  }

  @Test
  @Timeout(20)
  void filesThatChangeAreTakenInWithoutBeingTold() throws IOException {
    put(first);
    var server = start(settings(Duration.ofMillis(20)));
    assertEquals("CN=first", shown(server, 0));

    put(second);

    while (!shown(server, 0).equals("CN=second")) {
      Thread.onSpinWait();
    }
    assertEquals("CN=second", shown(server, 1));
  }

  @Test
  void aWrongNewCertificateLeavesTheOldOneInUseAndIsSaidOnce() throws IOException {
    put(first);
    var server = start(settings(NEVER));

    put(second.certificate(), certificate());
    assertKept(server, "the key " + key() + " is not that of the certificate");
    put(expired);
    assertKept(server, "the certificate " + certificate() + " has expired, on ");
    put(notYet);
    assertKept(server, "the certificate " + certificate() + " is not valid before ");
    Files.writeString(certificate(), "-----BEGIN CERTIFICATE-----\nAAAA\n");
    assertKept(server, "has no certificates in PEM in it");
    Files.delete(certificate());
    assertKept(server, "the certificate " + certificate() + " is not there");

    put(second);
    server.refreshCertificates();
    assertEquals("CN=second", shown(server, 0));
  }

  private void assertKept(DnsServer server, String why) throws IOException {
    server.refreshCertificates();
    server.refreshCertificates();
    assertEquals("CN=first", shown(server, 0));
    var said = logged.take();
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.getFirst().contains(why), said::toString);
    assertTrue(said.getFirst().contains("before it stays in use"), said::toString);
  }

  @Test
  void aServerDoesNotStartWithWrongFiles() throws IOException {
    var nothing = folder.resolve("nothing");
    var neither = Files.writeString(folder.resolve("neither"), "some words\n");
    var old = Files.writeString(folder.resolve("old"), "-----BEGIN EC PRIVATE KEY-----\n");

    assertRefused(expired.certificate(), expired.key(), "has expired, on 20");
    assertRefused(notYet.certificate(), notYet.key(), "is not valid before 20");
    assertRefused(first.certificate(), second.key(), second.key() + " is not that of the");
    assertRefused(nothing, first.key(), nothing + " is not there");
    assertRefused(folder, first.key(), folder + " cannot be read");
    assertRefused(first.certificate(), nothing, "the key " + nothing + " is not there");
    assertRefused(neither, first.key(), neither + " has no certificate");
    assertRefused(first.certificate(), neither, neither + " has no private key");
    assertRefused(first.certificate(), old, "openssl pkcs8 -topk8");
    var settings =
        TlsSettings.of(first.certificate(), first.key())
            .withClients(ClientCertificates.REQUIRED, neither);
    var refused = assertThrows(UnusableCertificateException.class, () -> start(settings));
    assertTrue(String.valueOf(refused.getMessage()).contains("client authorities " + neither));
  }

  private void assertRefused(Path certificate, Path key, String why) {
    var settings = TlsSettings.of(certificate, key);
    var refused = assertThrows(UnusableCertificateException.class, () -> start(settings));
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
  }

  @Test
  void otherAuthoritiesOfClientsHoldForTheNextConnection() throws IOException {
    put(first);
    var authorities = folder.resolve("clients.pem");
    put(authority.certificate(), authorities);
    var server = start(settings(NEVER).withClients(ClientCertificates.REQUIRED, authorities));
    var machine = authority.issue("machine-7");
    var client = TlsClient.of(authority, machine);
    assertAnswers(client, server);

    put(Authority.in(issuing.resolve("others")).certificate(), authorities);
    server.refreshCertificates();

    // The client would take up its session again, which was let in by the authority before.
    assertThrows(IOException.class, () -> assertAnswers(client, server));
    var _ =
        Openssl.shakeHands(
            server.boundAddresses().getFirst(),
            "-cert",
            machine.certificate().toString(),
            "-key",
            machine.key().toString());
    var said = logged.take();
    assertTrue(
        said.getLast().contains("The client certificate of CN=machine-7 at 127.0.0.1 is refused"),
        said::toString);
  }

  private static void assertAnswers(TlsClient client, DnsServer server) throws IOException {
    try (var socket = client.connect(server.boundAddresses().getFirst())) {
      // A header without a question: a format error.
      socket.getOutputStream().write(new byte[] {0, 12, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
      assertEquals(12, socket.getInputStream().read() << 8 | socket.getInputStream().read());
    }
  }
}

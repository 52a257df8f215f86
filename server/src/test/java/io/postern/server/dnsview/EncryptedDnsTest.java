package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.Authority;
import io.postern.dns.testing.Authority.Issued;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.TlsClient;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.SettingException;
import io.postern.server.config.SettingsFile;
import io.postern.v1.DnsListener;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetDnsStatusRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DNS over TLS and HTTPS as a file sets it. */
@NeedsProgram(value = "openssl", debianPackage = "openssl")
class EncryptedDnsTest {
  private static final String NAME = "host.corp.example";
  private static final String GROUPS = "subscriptions/contoso/resourceGroups";
  private static final String KIND = "providers/Microsoft.Network/virtualNetworks";
  private static final String SETTINGS =
      """
      dns:
        tls:
          listeners:
            - address: 127.0.0.1:0
            - address: 127.0.0.1:0
              virtualNetwork: %1$s/bound/%2$s/bound
          certificate: %3$s
          key: %4$s
          clientCertificates: optional
          clientAuthorities: %5$s
          certificateNames:
            - name: forwarder.example
              virtualNetwork: %1$s/certified/%2$s/certified
          serverNames:
            - name: named.example
              virtualNetwork: %1$s/named/%2$s/named
              certificateRequired: true
        https:
          listeners:
            - address: 127.0.0.1:0
          paths:
            - path: /dns-query/named
              virtualNetwork: %1$s/named/%2$s/named
      """;

  @TempDir private Path folder;

  private DnsServerSettings settings(Path certificate, Path key, Path clients) throws IOException {
    var text = SETTINGS.formatted(GROUPS, KIND, certificate, key, clients);
    var file = Files.writeString(folder.resolve("postern.yaml"), text);
    return SettingsFile.read(file, ServerSettings.in(folder)).dns();
  }

  private DnsLab start(Path certificate, Path key, Path clients) throws IOException {
    var read = settings(certificate, key, clients);
    return DnsLab.start(folder, it -> it.withEncryption(read.tls(), read.https()), "plain");
  }

  private static List<DnsListener> listeners(DnsLab dns) {
    return dns.plane
        .stub(DnsServiceGrpc::newBlockingStub)
        .getDnsStatus(GetDnsStatusRequest.getDefaultInstance())
        .getListenersList();
  }

  private static InetSocketAddress address(DnsListener listener) {
    var text = listener.getAddress();
    return Loopback.port(Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)));
  }

  private static String ask(
      DnsListener listener, Authority authority, @Nullable Issued own, String serverName)
      throws IOException {
    var client = TlsClient.of(authority, own).calling(serverName);
    try (var socket = client.connect(address(listener))) {
      var query = DnsClient.query(NAME, "A").toWire();
      var frame = ByteBuffer.allocate(Short.BYTES + query.length).putShort((short) query.length);
      socket.getOutputStream().write(frame.put(query).array());
      return said(Answered.of(DnsClient.parse(DnsClient.readFrame(socket))));
    }
  }

  private static String said(Answered answered) {
    return answered.answers().isEmpty() ? answered.rcode() : answered.answers().getFirst();
  }

  private static String host(String address) {
    return NAME + " 60 A " + address;
  }

  @Test
  @NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
  void certificateNamePathAndListenerTellTheNetwork() throws IOException {
    var authority = Authority.in(folder.resolve("authority"));
    var server = authority.issue("dns.example", "DNS:dns.example", "IP:127.0.0.1");
    var forwarder = authority.issue("x", "DNS:forwarder.example");
    var other = authority.issue("x", "DNS:other.example");
    try (var dns = start(server.certificate(), server.key(), authority.certificate())) {
      assertEquals(
          List.of("[udp, tcp]", "[udp, tcp]", "[tls]", "[tls]", "[https]"),
          listeners(dns).stream().map(it -> it.getProtocolsList().toString()).toList());
      dns.networkWithHost("certified", "10.1.0.0/16", "10.1.0.9");
      dns.networkWithHost("named", "10.2.0.0/16", "10.2.0.9");
      dns.networkWithHost("bound", "10.3.0.0/16", "10.3.0.9");
      dns.networkWithHost("by-source", "127.0.0.0/16", "127.0.0.9");
      var listeners = listeners(dns).stream().filter(it -> it.getProtocolsCount() == 1).toList();
      var tls = listeners.get(0);
      assertEquals(GROUPS + "/bound/" + KIND + "/bound", listeners.get(1).getVirtualNetwork());

      assertEquals(host("127.0.0.9"), ask(tls, authority, null, "dns.example"));
      assertEquals(host("10.1.0.9"), ask(tls, authority, forwarder, "named.example"));
      assertEquals(host("10.2.0.9"), ask(tls, authority, other, "named.example"));
      assertEquals("REFUSED", ask(tls, authority, null, "named.example"));
      assertEquals(host("10.3.0.9"), ask(listeners.get(1), authority, forwarder, "x.example"));
      assertEquals(host("127.0.0.9"), overHttps(listeners.get(2), authority, "/dns-query"));
      assertEquals(host("10.2.0.9"), overHttps(listeners.get(2), authority, "/dns-query/named"));
    }
  }

  private static String overHttps(DnsListener listener, Authority authority, String path) {
    var answered =
        Dig.kdig()
            .ask(
                address(listener),
                NAME,
                "A",
                "+https=dns.example" + path,
                "+tls-ca=" + authority.certificate(),
                "+tls-hostname=dns.example");
    return said(answered);
  }

  @Test
  void aServerDoesNotStartWithAWrongCertificate() throws IOException {
    var authority = Authority.in(folder.resolve("authority"));
    var server = authority.issue("dns.example");
    var other = authority.issue("dns.example");

    var refused =
        assertThrows(
            SettingException.class,
            () -> start(server.certificate(), other.key(), authority.certificate()));

    var said = String.valueOf(refused.getMessage());
    assertTrue(
        said.startsWith("dns.tls: cannot be used: the key " + other.key() + " is not"), said);
  }
}

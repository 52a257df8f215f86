package io.postern.dns.transport;

import io.postern.dns.forward.ForwardSettings;
import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.Authority;
import io.postern.dns.testing.Authority.Issued;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.TlsClient;
import io.postern.dns.tls.TlsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.Protocol;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Servers whose first listener is in the clear, and whose second is encrypted. */
@NeedsProgram(value = "openssl", debianPackage = "openssl")
@TestInstance(Lifecycle.PER_CLASS)
abstract class EncryptedServers {
  /** A name that every server answers. */
  static final String NAME = "acct1.privatelink.blob.core.windows.net";

  /** A name that is asked of an upstream server. */
  static final String ELSEWHERE = "elsewhere.example.net";

  static final int END = -1;

  private final Protocol protocol;
  private final List<AutoCloseable> opened = new ArrayList<>();

  private Authority authority;
  private Issued issued;

  EncryptedServers(Protocol protocol) {
    this.protocol = protocol;
  }

  @BeforeAll
  void issue(@TempDir Path folder) {
    authority = Authority.in(folder.resolve("authority"));
    issued = authority.issue("dns.example", "DNS:dns.example", "IP:127.0.0.1");
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
    opened.clear();
  }

  /** Whose certificates the servers have. */
  final Authority authority() {
    return authority;
  }

  DnsServer start(TcpLimits limits) throws IOException {
    return start(limits, Networks.index(), ForwardSettings.NONE);
  }

  DnsServer start(TcpLimits limits, ZoneIndex index, ForwardSettings forward) throws IOException {
    var plain = Listener.forNetwork(Loopback.anyPort(), "vnet-a");
    var settings =
        DnsSettings.of(plain, plain.by(protocol))
            .withTcp(limits)
            .withForward(forward)
            .withTls(TlsSettings.of(issued.certificate(), issued.key()));
    return closedLater(DnsServer.start(settings, () -> index));
  }

  static InetSocketAddress address(DnsServer server) {
    return server.boundAddresses().get(1);
  }

  SSLSocket connect(DnsServer server, TlsClient client) throws IOException {
    return closedLater(client.connect(address(server)));
  }

  <T extends AutoCloseable> T closedLater(T resource) {
    opened.add(resource);
    return resource;
  }
}

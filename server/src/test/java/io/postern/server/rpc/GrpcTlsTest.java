package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.postern.dns.testing.Authority;
import io.postern.dns.testing.Authority.Issued;
import io.postern.dns.testing.Logged;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.server.config.GrpcTlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS of gRPC's connections, with certificates that are renewed while they are open. */
@NeedsProgram(value = "openssl", debianPackage = "openssl")
class GrpcTlsTest {
  @TempDir private Path folder;
  private Authority authority;
  private GrpcTls tls;
  private Server server;

  @BeforeEach
  void serve() throws IOException {
    authority = Authority.in(folder.resolve("authority"));
    put(authority.issue("first", "IP:127.0.0.1"));
    tls = GrpcTls.open(GrpcTlsSettings.of(certificate(), key()), InstantSource.system());
    server =
        NettyServerBuilder.forAddress(Loopback.anyPort())
            .sslContext(tls)
            .addService(new HealthStatusManager().getHealthService())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
    tls.close();
  }

  private Path certificate() {
    return folder.resolve("server.pem");
  }

  private Path key() {
    return folder.resolve("server.key");
  }

  private void put(Issued issued) throws IOException {
    Files.copy(issued.certificate(), certificate(), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(issued.key(), key(), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void renewedFilesAreUsedForNewConnectionsAndBrokenOnesAreNot() throws Exception {
    assertEquals("CN=first", shown("TLSv1.3"));
    var trusting =
        TlsChannelCredentials.newBuilder().trustManager(authority.certificate().toFile()).build();
    var open = Grpc.newChannelBuilder("127.0.0.1:" + server.getPort(), trusting).build();
    try (var log = new Logged("io.postern.dns.tls", folder.toString())) {
      var health = HealthGrpc.newBlockingStub(open);
      assertEquals(ServingStatus.SERVING, status(health));
      put(authority.issue("second", "IP:127.0.0.1"));
      tls.refresh();
      assertEquals("CN=second", shown("TLSv1.2"));
      assertEquals(ServingStatus.SERVING, status(health));

      var _ = log.take();
      Files.writeString(certificate(), "not a certificate");
      tls.refresh();
      tls.refresh();
      assertEquals(
          List.of(
              "TLS: the certificate "
                  + certificate()
                  + " has no certificates in PEM in it; the certificate before it stays in use"),
          log.take());
      assertEquals("CN=second", shown("TLSv1.3"));
    } finally {
      open.shutdownNow();
    }
  }

  private static ServingStatus status(HealthGrpc.HealthBlockingStub health) {
    return health.check(HealthCheckRequest.getDefaultInstance()).getStatus();
  }

  @Test
  void olderVersionsAreNotSpoken() {
    var refused = assertThrows(SSLException.class, () -> shown("TLSv1.1"));
    assertTrue(refused.getMessage() != null, "it says why");
  }

  /** What the server shows itself to be in a new connection. */
  private String shown(String version) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    try (var socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.getPort())) {
      socket.setEnabledProtocols(new String[] {version});
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertEquals(version, socket.getSession().getProtocol());
      assertEquals("h2", socket.getApplicationProtocol());
      var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    }
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

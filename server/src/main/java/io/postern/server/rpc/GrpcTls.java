package io.postern.server.rpc;

import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNames;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.postern.dns.tls.ClientCertificates;
import io.postern.dns.tls.ServerTls;
import io.postern.dns.tls.TlsSettings;
import io.postern.dns.tls.UnusableCertificateException;
import io.postern.server.config.DnsTlsSettings;
import io.postern.server.config.GrpcTlsSettings;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/**
 * TLS 1.3 and 1.2 of gRPC's connections. Each new one is made with the certificates that the files
 * have then; those there are go on with theirs.
 */
final class GrpcTls extends SslContext implements AutoCloseable {
  private static final ApplicationProtocolConfig HTTP2 =
      new ApplicationProtocolConfig(
          Protocol.ALPN,
          SelectorFailureBehavior.NO_ADVERTISE,
          SelectedListenerFailureBehavior.ACCEPT,
          ApplicationProtocolNames.HTTP_2);

  private final ServerTls tls;
  private final ClientAuth clients;
  private SSLContext taken;
  private JdkSslContext current;

  private GrpcTls(ServerTls tls, ClientAuth clients) {
    this.tls = tls;
    this.clients = clients;
    this.taken = tls.context();
    this.current = of(taken);
  }

  /**
   * Reads the files and begins to look after them.
   *
   * @throws UnusableCertificateException if they cannot be used as they are now
   */
  static GrpcTls open(GrpcTlsSettings settings, InstantSource clock)
      throws UnusableCertificateException {
    var files = TlsSettings.of(settings.certificate().orElseThrow(), settings.key().orElseThrow());
    var asked = settings.clientAuthorities();
    var withClients = asked.isEmpty() ? files : files.withClients(asked(settings), asked.get());
    return new GrpcTls(ServerTls.open(withClients, clock), clientAuth(settings));
  }

  private static ClientCertificates asked(GrpcTlsSettings settings) {
    return settings.clientCertificates() == DnsTlsSettings.ClientCertificates.REQUIRED
        ? ClientCertificates.REQUIRED
        : ClientCertificates.OPTIONAL;
  }

  private static ClientAuth clientAuth(GrpcTlsSettings settings) {
    return switch (settings.clientCertificates()) {
      case NONE -> ClientAuth.NONE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
      case REQUIRED -> ClientAuth.REQUIRE;
    };
  }

  private JdkSslContext of(SSLContext context) {
    return new JdkSslContext(
        context,
        false,
        ServerTls.cipherSuites(),
        IdentityCipherSuiteFilter.INSTANCE,
        HTTP2,
        clients,
        ServerTls.versions().toArray(String[]::new),
        false);
  }

  @SuppressWarnings("ReferenceEquality") // another one is another one, whatever it has in it
  private synchronized SslContext current() {
    var now = tls.context();
    if (now != taken) {
      current = of(now);
      taken = now;
    }
    return current;
  }

  @Override
  public boolean isClient() {
    return false;
  }

  @Override
  public List<String> cipherSuites() {
    return current().cipherSuites();
  }

  @Override
  @SuppressWarnings("deprecation") // what a context has to have
  public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
    return current().applicationProtocolNegotiator();
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator) {
    return current().newEngine(allocator);
  }

  @Override
  public SSLEngine newEngine(ByteBufAllocator allocator, String host, int port) {
    return current().newEngine(allocator, host, port);
  }

  @Override
  public SSLSessionContext sessionContext() {
    return current().sessionContext();
  }

  /** Takes in the files if they have changed, now. */
  void refresh() {
    tls.refresh();
  }

  @Override
  public void close() {
    tls.close();
  }
}

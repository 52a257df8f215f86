package io.postern.dns.forward;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS sockets whose handshake fails with whoever is not the resolver that is meant. */
final class TlsSockets {
  /** Older ones are not to be used any more (RFC 8996, RFC 9325 §3.1.1). */
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final TlsIdentity identity;
  private final SSLContext context;

  /**
   * @throws IllegalArgumentException if nobody could be trusted by these certificates
   */
  TlsSockets(TlsIdentity identity) {
    this.identity = identity;
    try {
      this.context = SSLContext.getInstance("TLS");
      context.init(null, trust(identity), null);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("cannot check upstreams over TLS: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] trust(TlsIdentity identity)
      throws GeneralSecurityException, IOException {
    return switch (identity) {
      case TlsIdentity.Pinned pinned -> new TrustManager[] {new PinnedKey(pinned.octets())};
      case TlsIdentity.Named(_, var authorities) ->
          authorities.isEmpty() ? null : trust(authorities);
    };
  }

  private static TrustManager[] trust(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (var authority : authorities) {
      store.setCertificateEntry("authority-" + store.size(), authority);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** TLS over a socket that is connected; the handshake is still to come. */
  SSLSocket over(Socket connected, InetSocketAddress resolver) throws IOException {
    var host = identity instanceof TlsIdentity.Named(var name, _) ? name : "";
    var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(connected, host, resolver.getPort(), true);
    var parameters = socket.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    if (identity instanceof TlsIdentity.Named) {
      // The name is checked as a host's, by the certificate's subjectAltName (RFC 8310 §8.1).
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    socket.setSSLParameters(parameters);
    return socket;
  }
}

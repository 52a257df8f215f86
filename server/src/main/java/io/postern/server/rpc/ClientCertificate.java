package io.postern.server.rpc;

import io.postern.dns.tls.Peer;
import io.postern.server.auth.Credentials.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What the certificate of a call's connection says. */
final class ClientCertificate {
  private ClientCertificate() {}

  /**
   * @param session null where nothing is encrypted
   */
  static Optional<Certificate> of(@Nullable SSLSession session) {
    if (session == null) return Optional.empty();
    try {
      var certificate = (X509Certificate) session.getPeerCertificates()[0];
      return Optional.of(
          new Certificate(Peer.allNames(certificate), certificate.getNotAfter().toInstant()));
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty(); // It showed none.
    }
  }
}

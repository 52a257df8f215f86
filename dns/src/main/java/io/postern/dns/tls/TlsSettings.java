package io.postern.dns.tls;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of a server, as files in PEM, and what follows from those of clients.
 *
 * @param certificate the server's certificate, then those that lead to its authority
 * @param key its private key: PKCS#8, not encrypted, of RSA, an elliptic curve, Ed25519 or Ed448
 * @param clientAuthorities the certificates of the authorities of clients; null where clients are
 *     not asked for a certificate
 * @param clientCertificates whether they are
 * @param bindings which networks certificates, names of the server and paths belong to
 * @param checkedEvery how often it is looked whether the files have changed, at least 1 ms
 */
public record TlsSettings(
    Path certificate,
    Path key,
    @Nullable Path clientAuthorities,
    ClientCertificates clientCertificates,
    Bindings bindings,
    Duration checkedEvery) {
  public static final Duration CHECKED_EVERY = Duration.ofSeconds(2);

  public TlsSettings {
    var asked = clientCertificates != ClientCertificates.NONE;
    if (asked != (clientAuthorities != null)) {
      throw new IllegalArgumentException(
          "client certificates are asked for with their authorities, and only then");
    }
    if (!asked && bindings.needCertificates()) {
      throw new IllegalArgumentException("a binding takes certificates that are not asked for");
    }
    if (checkedEvery.toMillis() < 1) {
      throw new IllegalArgumentException("checkedEvery must be at least 1 ms");
    }
  }

  /** A server whose clients are not asked for certificates, and nothing is bound. */
  public static TlsSettings of(Path certificate, Path key) {
    return new TlsSettings(
        certificate, key, null, ClientCertificates.NONE, Bindings.NONE, CHECKED_EVERY);
  }

  public TlsSettings withClients(ClientCertificates asked, Path authorities) {
    return new TlsSettings(certificate, key, authorities, asked, bindings, checkedEvery);
  }

  public TlsSettings withBindings(Bindings others) {
    return new TlsSettings(
        certificate, key, clientAuthorities, clientCertificates, others, checkedEvery);
  }

  public TlsSettings checkedEvery(Duration period) {
    return new TlsSettings(
        certificate, key, clientAuthorities, clientCertificates, bindings, period);
  }
}

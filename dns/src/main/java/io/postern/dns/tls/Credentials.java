package io.postern.dns.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What the files had in them when they were read: found good, and ready for connections. Sessions
 * of earlier credentials are not taken up again.
 */
record Credentials(SSLContext context, X509Certificate certificate) {
  private static final int SESSION_SECONDS = 3_600;

  /**
   * Reads the files.
   *
   * @throws UnusableCertificateException if there is anything wrong with them
   */
  static Credentials read(TlsSettings settings, Instant now, Complaints complaints)
      throws UnusableCertificateException {
    var chainFile = new PemFile("certificate", settings.certificate());
    var chain = chainFile.certificates();
    requireValid(chainFile, chain.getFirst(), now);
    var keyFile = new PemFile("key", settings.key());
    var key = keyFile.key(chain.getFirst().getPublicKey());
    try {
      if (!belongTogether(key, chain.getFirst())) {
        throw keyFile.unusable("is not that of the certificate " + settings.certificate());
      }
      var context = SSLContext.getInstance("TLS");
      var keys = new KeyManager[] {new ServerKey(key, chain)};
      context.init(keys, clients(settings, complaints), new SecureRandom());
      context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
      return new Credentials(context, chain.getFirst());
    } catch (GeneralSecurityException e) {
      throw chainFile.unusable("cannot be used with its key: " + e.getMessage());
    }
  }

  private static void requireValid(PemFile file, X509Certificate certificate, Instant now)
      throws UnusableCertificateException {
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw file.unusable("has expired, on " + certificate.getNotAfter().toInstant());
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      throw file.unusable("is not valid before " + certificate.getNotBefore().toInstant());
    }
  }

  /** Whether what the one signs is what the other verifies. */
  private static boolean belongTogether(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    var octets = new byte[32];
    var signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(octets);
    var signature = signing.sign();
    var verifying = Signature.getInstance(algorithm);
    verifying.initVerify(certificate.getPublicKey());
    verifying.update(octets);
    try {
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // Of another length, even.
    }
  }

  /** Nobody is trusted where clients are not asked. */
  private static TrustManager[] clients(TlsSettings settings, Complaints complaints)
      throws GeneralSecurityException, UnusableCertificateException {
    if (settings.clientAuthorities() == null) {
      return new TrustManager[0];
    }
    var store = emptyStore();
    for (var each :
        new PemFile("file of client authorities", settings.clientAuthorities()).certificates()) {
      store.setCertificateEntry("authority-" + store.size(), each);
    }
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    var verifying = (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    return new TrustManager[] {new ClientTrust(verifying, complaints)};
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new AssertionError("nothing is read", e);
    }
    return store;
  }
}

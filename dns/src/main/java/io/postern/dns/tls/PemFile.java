package io.postern.dns.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file in PEM (RFC 7468).
 *
 * @param what the file is, for who has to mend it
 */
record PemFile(String what, Path path) {
  private static final int LARGEST = 1 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final Pattern OTHER_KEY =
      Pattern.compile("-----BEGIN (?:[A-Z]+ )+PRIVATE KEY-----");

  private byte[] octets() throws UnusableCertificateException {
    try {
      if (Files.size(path) > LARGEST) {
        throw unusable("is larger than a mebibyte");
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw unusable("is not there");
    } catch (UnusableCertificateException e) {
      throw e;
    } catch (IOException e) {
      throw unusable("cannot be read: " + e.getMessage());
    }
  }

  /** All its certificates, at least one. */
  List<X509Certificate> certificates() throws UnusableCertificateException {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(octets()))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw unusable("has no certificate in it");
      }
      return found;
    } catch (CertificateException e) {
      throw unusable("has no certificates in PEM in it");
    }
  }

  /** The private key that belongs to a public one of this algorithm. */
  PrivateKey key(PublicKey counterpart) throws UnusableCertificateException {
    var text = new String(octets(), StandardCharsets.ISO_8859_1);
    var key = KEY.matcher(text);
    if (!key.find()) {
      throw unusable(
          OTHER_KEY.matcher(text).find()
              ? "is no key in PKCS#8 without a password; make one of it with 'openssl pkcs8 -topk8"
                  + " -nocrypt'"
              : "has no private key in PEM in it");
    }
    try {
      var octets = Base64.getMimeDecoder().decode(key.group(1));
      return KeyFactory.getInstance(counterpart.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(octets));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable("has no key of the kind that its certificate has");
    }
  }

  UnusableCertificateException unusable(String why) {
    return new UnusableCertificateException("the " + what + " " + path + " " + why);
  }
}

package io.postern.server.config;

import io.postern.server.config.DnsTlsSettings.ClientCertificates;
import java.nio.file.Path;
import java.util.Optional;

/** What the files that a server's TLS is made of have in common, whatever it serves. */
final class CertificateFiles {
  private CertificateFiles() {}

  /**
   * Refuses a certificate without its key, and authorities that nobody is asked about.
   *
   * @param prefix of the settings' paths, with a dot at its end
   */
  static void require(
      String prefix,
      Optional<Path> certificate,
      Optional<Path> key,
      ClientCertificates clientCertificates,
      Optional<Path> clientAuthorities) {
    if (certificate.isPresent() != key.isPresent())
      throw new SettingException(
          prefix + (certificate.isPresent() ? "key" : "certificate"),
          "is missing; a certificate and its key are given together.");
    var asked = clientCertificates != ClientCertificates.NONE;
    if (asked != clientAuthorities.isPresent())
      throw new SettingException(
          prefix + (asked ? "clientAuthorities" : "clientCertificates"),
          asked
              ? "is missing; without it no certificate of a client could be verified."
              : "must be optional or required where there are clientAuthorities.");
  }
}

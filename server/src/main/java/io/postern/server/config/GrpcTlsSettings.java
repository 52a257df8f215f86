package io.postern.server.config;

import io.postern.server.config.DnsTlsSettings.ClientCertificates;
import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS of gRPC, with files that are taken in anew when they change.
 *
 * @param certificate the server's certificate and those that lead to its authority, in PEM; left
 *     out, gRPC is served in the clear
 * @param key its private key, in PEM, PKCS#8 without a password
 * @param clientCertificates whether clients are asked for certificates
 * @param clientAuthorities the authorities of clients' certificates, in PEM
 */
public record GrpcTlsSettings(
    Optional<Path> certificate,
    Optional<Path> key,
    ClientCertificates clientCertificates,
    Optional<Path> clientAuthorities) {
  /** Nothing is encrypted. */
  public static final GrpcTlsSettings NONE =
      new GrpcTlsSettings(
          Optional.empty(), Optional.empty(), ClientCertificates.NONE, Optional.empty());

  public GrpcTlsSettings {
    CertificateFiles.require("grpc.tls.", certificate, key, clientCertificates, clientAuthorities);
    if (clientCertificates != ClientCertificates.NONE && certificate.isEmpty())
      throw new SettingException(
          "grpc.tls.certificate", "is missing; clients are asked for theirs over TLS only.");
  }

  /** TLS whose clients are not asked for certificates. */
  public static GrpcTlsSettings of(Path certificate, Path key) {
    return new GrpcTlsSettings(
        Optional.of(certificate), Optional.of(key), ClientCertificates.NONE, Optional.empty());
  }

  public GrpcTlsSettings withClients(ClientCertificates asked, Path authorities) {
    return new GrpcTlsSettings(certificate, key, asked, Optional.of(authorities));
  }

  /** Whether there is TLS at all. */
  public boolean isOn() {
    return certificate.isPresent();
  }
}

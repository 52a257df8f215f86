package io.postern.client;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What TLS to a server is made of, as files in PEM.
 *
 * @param authorities those that vouch for the server; empty for what Java trusts
 * @param certificate the client's own, and those that lead to its authority; empty for none
 * @param key its private key, PKCS#8 without a password; given with the certificate
 * @param serverName the name that the server's certificate is for, where it is not the one in the
 *     target
 */
public record TlsFiles(
    Optional<Path> authorities,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<String> serverName) {
  /** No files. */
  public static final TlsFiles NONE =
      new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Checks that a certificate has its key.
   *
   * @throws IllegalArgumentException if one of them is missing
   */
  public TlsFiles {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("a client certificate and its key are given together");
    }
  }

  /** A server that these authorities vouch for. */
  public static TlsFiles trusting(Path authorities) {
    return new TlsFiles(
        Optional.of(authorities), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same with a certificate of the client. */
  public TlsFiles withCertificate(Path newCertificate, Path newKey) {
    return new TlsFiles(authorities, Optional.of(newCertificate), Optional.of(newKey), serverName);
  }

  /** The same for a server whose certificate has another name. */
  public TlsFiles withServerName(String newServerName) {
    return new TlsFiles(authorities, certificate, key, Optional.of(newServerName));
  }

  ChannelCredentials credentials() {
    var builder = TlsChannelCredentials.newBuilder();
    try {
      if (authorities.isPresent()) {
        builder.trustManager(authorities.get().toFile());
      }
      if (certificate.isPresent() && key.isPresent()) {
        builder.keyManager(certificate.get().toFile(), key.get().toFile());
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("a file of TLS cannot be read: " + e.getMessage(), e);
    }
    return builder.build();
  }
}

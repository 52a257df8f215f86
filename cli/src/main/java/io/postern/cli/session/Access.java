package io.postern.cli.session;

import io.postern.client.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a caller proves who it is, and how the server does.
 *
 * @param tokenFile a file with the caller's token
 * @param authorities those that vouch for the server, in PEM
 * @param certificate the caller's own, in PEM
 * @param key its private key, in PEM
 * @param serverName the name that the server's certificate is for, where it is another
 */
public record Access(
    Optional<Path> tokenFile,
    Optional<Path> authorities,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<String> serverName) {
  /** Nothing is set. */
  public static final Access NONE =
      new Access(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** These settings, replaced by those that {@code other} has. */
  Access overriddenBy(Access other) {
    return new Access(
        other.tokenFile.or(() -> tokenFile),
        other.authorities.or(() -> authorities),
        other.certificate.or(() -> certificate),
        other.key.or(() -> key),
        other.serverName.or(() -> serverName));
  }

  /** The same with a token in this file. */
  public Access withTokenFile(Path file) {
    return new Access(Optional.of(file), authorities, certificate, key, serverName);
  }

  /** What TLS is made of; empty where nothing says that there is any. */
  Optional<TlsFiles> tls() {
    var files = files();
    return files.equals(TlsFiles.NONE) ? Optional.empty() : Optional.of(files);
  }

  private TlsFiles files() {
    try {
      return new TlsFiles(authorities, certificate, key, serverName);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--tls-cert and --tls-key are given together");
    }
  }
}

package io.postern.server.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a call shows of its caller. None of it is checked but the certificate, which the handshake
 * verified.
 *
 * @param authorization the header {@code authorization}
 * @param declared the caller's own word, from the header {@code postern-principal}
 * @param actions what the caller limits itself to, from {@code postern-actions}
 * @param certificate what the client's certificate says; empty where it has none
 */
public record Credentials(
    Optional<String> authorization,
    Optional<String> declared,
    Optional<String> actions,
    Optional<Certificate> certificate) {
  /**
   * A certificate that a listed authority gave to a client.
   *
   * @param names its dNSNames in lower case, URIs and e-mail addresses; the common name where there
   *     are none of these
   * @param until when it ends
   */
  public record Certificate(List<String> names, Instant until) {
    public Certificate {
      names = List.copyOf(names);
    }
  }

  /** Nothing but the secret: a credential is never printed. */
  @Override
  public String toString() {
    return "Credentials[" + declared.orElse("") + "]";
  }
}

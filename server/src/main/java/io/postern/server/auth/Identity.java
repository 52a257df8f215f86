package io.postern.server.auth;

import io.postern.server.kernel.Principal;
import java.time.Instant;
import java.util.Optional;

/**
 * Who makes a call, and how that is known.
 *
 * @param principal whose rights the call has
 * @param method how it is known
 * @param credential what proved it, by a name that is no secret: a token's, an issuer's, a
 *     certificate's; empty for a caller that is believed
 * @param expires when that stops to prove anything
 * @param by the id of the administrator who acts as the principal; empty where the caller is the
 *     principal itself
 */
public record Identity(
    Principal principal,
    Method method,
    String credential,
    Optional<Instant> expires,
    Optional<String> by) {

  /** How a caller is known. */
  public enum Method {
    /** Its word is taken. */
    DECLARED,
    /** By an API token. */
    TOKEN,
    /** By a JSON Web Token of an issuer. */
    JWT,
    /** By the certificate of its TLS connection. */
    CERTIFICATE
  }

  /** A caller that is believed. */
  public static Identity declared(Principal principal) {
    return new Identity(principal, Method.DECLARED, "", Optional.empty(), Optional.empty());
  }

  /** Somebody with a proof. */
  public static Identity proven(
      Principal principal, Method method, String credential, Instant expires) {
    return new Identity(principal, method, credential, Optional.of(expires), Optional.empty());
  }

  /** The same proof, for a call with other rights. */
  public Identity as(Principal other) {
    return new Identity(other, method, credential, expires, by);
  }

  /** The same proof, for a call that an administrator makes as somebody else. */
  public Identity actingAs(Principal other) {
    return new Identity(other, method, credential, expires, Optional.of(principal.id()));
  }
}

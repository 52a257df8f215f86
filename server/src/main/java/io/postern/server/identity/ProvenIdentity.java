package io.postern.server.identity;

import io.postern.server.auth.Authenticator;
import io.postern.server.auth.Credentials;
import io.postern.server.auth.Headers;
import io.postern.server.auth.Identity;
import io.postern.server.auth.Identity.Method;
import io.postern.server.identity.jwt.Issuers;
import io.postern.server.identity.model.ApiToken;
import io.postern.server.identity.model.TokenText;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Takes nobody's word. A caller is who its token says, or, if it sends none, who its certificate
 * says. An administrator may act as somebody else, whom {@code postern-principal} names; from
 * others that header is refused, so that no proxy or program takes it for a proof. Anybody may
 * limit itself to some actions.
 */
final class ProvenIdentity implements Authenticator {
  private static final String SCHEME = "bearer ";

  private final TokenIndex tokens;
  private final TokenUse use;
  private final Issuers issuers;
  private final CertifiedCallers certified;
  private final InstantSource clock;

  @Inject
  ProvenIdentity(
      TokenIndex tokens,
      TokenUse use,
      Issuers issuers,
      CertifiedCallers certified,
      InstantSource clock) {
    this.tokens = tokens;
    this.use = use;
    this.issuers = issuers;
    this.certified = certified;
    this.clock = clock;
  }

  @Override
  public Identity authenticate(Credentials shown) {
    return limited(shown, acting(shown, proven(shown)));
  }

  private Identity proven(Credentials shown) {
    if (shown.authorization().isPresent()) return bearer(shown.authorization().get());
    if (shown.certificate().isPresent())
      return certified.identity(shown.certificate().get(), clock.instant());
    throw ControlException.unauthenticated(
        Reason.UNAUTHENTICATED,
        "The call does not say who makes it; send a token in the header 'authorization: Bearer …',"
            + " or a client certificate.");
  }

  private Identity bearer(String authorization) {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME))
      throw malformed("The header authorization must be 'Bearer', a space and a token.");
    var text = authorization.substring(SCHEME.length()).strip();
    if (!TokenText.isMeant(text)) return issuers.identity(text, clock.instant());
    return identity(
        TokenText.parse(text)
            .orElseThrow(() ->
                malformed("The token is not whole or has a typing error; copy it once more.")));
  }

  private Identity identity(TokenText shown) {
    var now = clock.instant();
    var token = tokens.find(shown.id()).orElseThrow(ProvenIdentity::revoked);
    if (token.accepts(shown, now)) {
      use.shown(token, now);
      return Identity.proven(
          token.principal(), Method.TOKEN, token.name().text(), token.end(shown));
    }
    throw token.isNewest(shown) ? expired(token) : revoked();
  }

  private static ControlException expired(ApiToken token) {
    return ControlException.of(
        new ControlError.Unauthenticated(
            Problem.of(
                    Reason.CREDENTIAL_EXPIRED,
                    "The token '" + token.name() + "' has expired; rotate it or make another.")
                .with("credential", token.name().text())
                .with("expireTime", token.expires().toString())));
  }

  /** The same words for a token that never was and for a secret that is not one of the token. */
  private static ControlException revoked() {
    return ControlException.unauthenticated(
        Reason.CREDENTIAL_REVOKED,
        "The token is good for nothing: it was revoked or rotated, or belongs to another store.");
  }

  private static ControlException malformed(String message) {
    return ControlException.unauthenticated(Reason.CREDENTIAL_MALFORMED, message);
  }

  private static Identity acting(Credentials shown, Identity proven) {
    if (shown.declared().isEmpty()) return proven;
    var other = Headers.principal(shown.declared().get(), "postern-principal");
    var caller = proven.principal();
    if (caller.isAdministrator())
      return proven.actingAs(other.limitedTo(caller.actions()).limitedTo(caller.networks()));
    if (caller.id().equals(other.id())) return proven;
    throw ControlException.of(
        new ControlError.PermissionDenied(
            Problem.of(
                Reason.AUTHORIZATION_FAILED,
                "'"
                    + caller.id()
                    + "' may not act as somebody else; only an administrator may send the header"
                    + " postern-principal.")));
  }

  private static Identity limited(Credentials shown, Identity identity) {
    return shown
        .actions()
        .map(list -> Headers.actions(list, "postern-actions"))
        .map(actions -> identity.as(identity.principal().limitedTo(actions)))
        .orElse(identity);
  }
}

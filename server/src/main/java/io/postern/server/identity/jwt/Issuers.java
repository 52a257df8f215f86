package io.postern.server.identity.jwt;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.postern.server.auth.Identity;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.IssuerSettings;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/** The issuers whose JSON Web Tokens are taken. */
public final class Issuers {
  private final Map<String, Issuer> byName;

  @Inject
  Issuers(AuthSettings settings) {
    this.byName =
        settings.issuers().stream()
            .map(each -> Map.entry(each.issuer(), new Issuer(each, keys(each))))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static KeyCache keys(IssuerSettings issuer) {
    return new KeyCache(
        issuer.issuer(),
        new KeyDocument(issuer)::read,
        issuer.keysAreRemote() ? KeyCache.Pace.REMOTE : KeyCache.Pace.LOCAL);
  }

  /**
   * Who has a token.
   *
   * @throws ControlException {@code Unauthenticated} when it proves nothing
   */
  public Identity identity(String text, Instant now) {
    SignedJWT token;
    JWTClaimsSet claims;
    try {
      // One that is not signed ('alg': 'none', RFC 7518 section 3.6) is no such token.
      token = SignedJWT.parse(text);
      claims = token.getJWTClaimsSet();
    } catch (ParseException e) {
      throw ControlException.unauthenticated(
          Reason.CREDENTIAL_MALFORMED,
          "What stands behind 'Bearer' is neither a token of this server nor a signed JSON Web"
              + " Token.");
    }
    var issuer =
        claims == null || claims.getIssuer() == null ? null : byName.get(claims.getIssuer());
    if (issuer == null || claims == null)
      throw ControlException.unauthenticated(
          Reason.UNAUTHENTICATED,
          "The JSON Web Token is of an issuer that is not in auth.issuers.");
    return issuer.identity(token, claims, now);
  }
}

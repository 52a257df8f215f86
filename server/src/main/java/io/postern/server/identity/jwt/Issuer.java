package io.postern.server.identity.jwt;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.postern.server.auth.Identity;
import io.postern.server.auth.Identity.Method;
import io.postern.server.config.IssuerSettings;
import io.postern.server.kernel.Actions;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One issuer: what makes a token of it count, and who its bearer is. */
final class Issuer {
  /** How far the clocks of issuers may be off. */
  private static final Duration SKEW = Duration.ofSeconds(60);

  private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}]{1,100}");
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final IssuerSettings settings;
  private final List<String> algorithms;
  private final KeyCache keys;
  private final KnownSignatures signatures = new KnownSignatures();

  Issuer(IssuerSettings settings, KeyCache keys) {
    this.settings = settings;
    this.algorithms = settings.algorithmNames();
    this.keys = keys;
  }

  /**
   * @throws ControlException {@code Unauthenticated} unless everything is as it has to be
   */
  Identity identity(SignedJWT token, JWTClaimsSet claims, Instant now) {
    requireSigned(token, now);
    var audiences = claims.getAudience();
    if (Collections.disjoint(audiences, settings.audiences()))
      throw refused("is for " + shown(audiences) + " and not for this server");
    var until = instant(claims.getExpirationTime());
    if (until == null) throw refused("says not when it expires");
    if (!now.isBefore(until.plus(SKEW))) throw expired(until);
    var from = instant(claims.getNotBeforeTime());
    if (from != null && now.isBefore(from.minus(SKEW))) throw refused("is not good before " + from);
    return Identity.proven(principal(claims), Method.JWT, settings.issuer(), until.plus(SKEW));
  }

  /**
   * The algorithm is one that the settings list, whatever the token says, and the key is one of the
   * issuer: keys and addresses of keys in the token's header are never looked at.
   */
  private void requireSigned(SignedJWT token, Instant now) {
    var header = token.getHeader();
    var algorithm = header.getAlgorithm().getName();
    if (!algorithms.contains(algorithm))
      throw refused("is signed by '" + algorithm + "', which is none of " + shown(algorithms));
    if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty())
      throw refused("has extensions that must be understood and are not");
    if (keys.matching(header, now).stream().noneMatch(key -> signatures.isBy(key, token)))
      throw refused("is signed with none of the issuer's keys");
  }

  private Principal principal(JWTClaimsSet claims) {
    var name = text(claims, settings.claimOfName());
    if (name == null || !NAME.matcher(name).matches())
      throw refused("has no usable name in its claim '" + settings.claimOfName() + "'");
    // So that no name can look like another's with a tenant.
    var id = name.replace("%", "%25").replace("@", "%40");
    if (isAdministrator(claims)) return new Principal(id, Optional.empty(), Actions.ALL);
    var tenant = text(claims, settings.claimOfTenant());
    if (tenant == null || !TENANT.matcher(tenant).matches())
      throw refused("has no usable tenant in its claim '" + settings.claimOfTenant() + "'");
    if (!settings.tenants().isEmpty() && !settings.tenants().contains(tenant))
      throw refused("is for a tenant that its issuer does not speak for");
    return Principal.of(id + "@" + tenant, tenant);
  }

  private boolean isAdministrator(JWTClaimsSet claims) {
    if (settings.administratorClaim().isEmpty()) return false;
    var wanted = settings.administratorValue().orElseThrow();
    var value = claims.getClaim(settings.administratorClaim().get());
    return value instanceof Collection<?> several ? several.contains(wanted) : wanted.equals(value);
  }

  private static @Nullable String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text ? text : null;
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  private static String shown(List<String> texts) {
    return texts.isEmpty() ? "nobody" : String.join(", ", texts);
  }

  private static ControlException refused(String why) {
    return ControlException.unauthenticated(
        Reason.UNAUTHENTICATED, "The JSON Web Token " + why + ".");
  }

  private static ControlException expired(Instant until) {
    return ControlException.of(
        new ControlError.Unauthenticated(
            Problem.of(
                    Reason.CREDENTIAL_EXPIRED,
                    "The JSON Web Token has expired; get another from its issuer.")
                .with("expireTime", until.toString())));
  }
}

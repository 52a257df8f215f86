package io.postern.server.identity.model;

import io.postern.server.kernel.Actions;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a program shows to act for somebody, for a while.
 *
 * @param principal whose rights its bearer has, limited to the actions and networks of the token
 * @param creator the id of who made it
 * @param lifetime how long a secret of it is good for
 * @param expires when the secret that it has now stops to be good
 * @param hash of that secret
 * @param previous of the secret before, while that is good as well
 * @param lastUsed when it was last shown, by and large; empty if it never was
 */
public record ApiToken(
    ResourceName name,
    Meta meta,
    String description,
    Principal principal,
    String creator,
    Duration lifetime,
    Instant expires,
    SecretHash hash,
    Optional<Previous> previous,
    Optional<Instant> lastUsed)
    implements Resource {
  public static final Kind<ApiToken> KIND =
      new Kind<>("apiToken", ApiToken.class, "API token", "apiTokens/*");

  /** The most tokens of one tenant, and of the administrators together. */
  public static final int MOST = 1000;

  private static final int MAX_DESCRIPTION = 256;
  private static final int MAX_NETWORKS = 100;

  /**
   * A secret that was replaced.
   *
   * @param until when it stops to be good
   */
  public record Previous(SecretHash hash, Instant until) {}

  public ApiToken {
    if (description.length() > MAX_DESCRIPTION)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "api_token.description",
          "A description has at most " + MAX_DESCRIPTION + " characters.");
    if (principal.networks().size() > MAX_NETWORKS)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "api_token.virtual_networks",
          "A token is limited to at most " + MAX_NETWORKS + " networks; leave it without.");
  }

  public static ResourceName name(String id) {
    return ResourceName.of("apiTokens/" + id);
  }

  /** Whether a secret is one of this token that is good now. */
  public boolean accepts(TokenText shown, Instant now) {
    var given = shown.hash();
    boolean current = hash.isSame(given) && now.isBefore(expires);
    boolean before =
        previous.map(it -> it.hash().isSame(given) && now.isBefore(it.until())).orElse(false);
    return current || before;
  }

  /** Whether a secret is the newest one, good or not. */
  public boolean isNewest(TokenText shown) {
    return hash.isSame(shown.hash());
  }

  /** When a secret that is good now stops to be. */
  public Instant end(TokenText shown) {
    return isNewest(shown) ? expires : previous.map(Previous::until).orElse(expires);
  }

  /**
   * The same with a new secret.
   *
   * @param overlap how long the one before stays good, as long as it would have been at most
   */
  public ApiToken rotated(SecretHash next, Instant now, Duration overlap) {
    var until = now.plus(overlap).isBefore(expires) ? now.plus(overlap) : expires;
    return new ApiToken(
        name,
        meta,
        description,
        principal,
        creator,
        lifetime,
        now.plus(lifetime),
        next,
        until.isAfter(now) ? Optional.of(new Previous(hash, until)) : Optional.empty(),
        lastUsed);
  }

  /** The same, shown at a time. */
  public ApiToken usedAt(Instant time) {
    return new ApiToken(
        name,
        meta,
        description,
        principal,
        creator,
        lifetime,
        expires,
        hash,
        previous,
        Optional.of(time));
  }

  /** What its actions are as texts; empty for all. */
  public List<String> actions() {
    return principal.actions().equals(Actions.ALL) ? List.of() : principal.actions().texts();
  }

  /** What it counts towards. */
  public Tally tally() {
    return new Tally("apiTokens", ResourceName.of("tenants/" + principal.tenant().orElse("_")));
  }

  @Override
  public List<Tally> tallies() {
    return List.of(tally());
  }

  @Override
  public Kind<ApiToken> kind() {
    return KIND;
  }

  @Override
  public ApiToken withMeta(Meta other) {
    return new ApiToken(
        name, other, description, principal, creator, lifetime, expires, hash, previous, lastUsed);
  }
}

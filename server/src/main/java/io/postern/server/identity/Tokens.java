package io.postern.server.identity;

import io.postern.server.config.AuthSettings;
import io.postern.server.identity.model.ApiToken;
import io.postern.server.identity.model.SecretHash;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.ReadTx;
import io.postern.server.store.WriteTx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * The use cases of API tokens. An administrator makes them for anybody; others for themselves, with
 * no more rights than the call has by which they are made.
 */
final class Tokens {
  static final String READ = "Postern/apiTokens/read";
  static final String WRITE = "Postern/apiTokens/write";
  static final String DELETE = "Postern/apiTokens/delete";

  private final AuthSettings settings;

  @Inject
  Tokens(AuthSettings settings) {
    this.settings = settings;
  }

  /** What is asked for: a token without what the server decides. */
  record Wanted(ResourceName name, String description, Principal principal, Duration lifetime) {}

  ApiToken create(WriteTx tx, RequestContext context, Wanted wanted, SecretHash hash) {
    var caller = context.principal();
    requireAction(caller, WRITE);
    requireNoMore(caller, wanted.principal());
    var lifetime = wanted.lifetime().isZero() ? settings.tokenLifetime() : wanted.lifetime();
    requireLifetime(lifetime);
    var token =
        new ApiToken(
            wanted.name(),
            Meta.NEW,
            wanted.description(),
            wanted.principal(),
            caller.id(),
            lifetime,
            context.now().plus(lifetime),
            hash,
            Optional.empty(),
            Optional.empty());
    requireRoom(tx, token);
    return tx.create(token, "created");
  }

  private static void requireNoMore(Principal caller, Principal wanted) {
    if (!caller.isAdministrator()
        && !(wanted.id().equals(caller.id()) && wanted.tenant().equals(caller.tenant())))
      throw denied(
          WRITE, "'" + caller.id() + "' may make tokens for itself only; leave out the principal.");
    var networks = caller.networks();
    boolean within =
        networks.isEmpty()
            || !wanted.networks().isEmpty() && networks.containsAll(wanted.networks());
    if (!within || !caller.actions().includesAllOf(wanted.actions()))
      throw denied(
          WRITE,
          "'"
              + caller.id()
              + "' is limited itself; a token can have no more actions and networks than the call"
              + " that makes it.");
  }

  private void requireLifetime(Duration lifetime) {
    var most = settings.maxTokenLifetime();
    if (!lifetime.isNegative() && !lifetime.isZero() && lifetime.compareTo(most) <= 0) return;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        "api_token.lifetime",
        "A token is good for more than nothing and at most "
            + most.toDays()
            + " days here (auth.maxTokenLifetime).");
  }

  private static void requireRoom(ReadTx tx, ApiToken token) {
    if (tx.count(token.tally()) < ApiToken.MOST) return;
    throw ControlException.of(
        new ControlError.QuotaExceeded(
            Problem.of(
                    Reason.QUOTA_EXCEEDED,
                    "There are " + ApiToken.MOST + " tokens; revoke some that nobody needs.")
                .with("quota", "apiTokens")
                .with("limit", Integer.toString(ApiToken.MOST))));
  }

  /** A token that the caller may see: its own; an administrator sees all. */
  ApiToken get(ReadTx tx, RequestContext context, ResourceName name) {
    requireAction(context.principal(), READ);
    return own(tx, context, name);
  }

  boolean mayRead(Principal caller, ApiToken token) {
    return caller.isAdministrator()
        || token.principal().id().equals(caller.id())
            && token.principal().tenant().equals(caller.tenant());
  }

  ApiToken rotate(
      WriteTx tx,
      RequestContext context,
      ResourceName name,
      String etag,
      SecretHash next,
      Duration overlap) {
    requireAction(context.principal(), WRITE);
    if (overlap.isNegative() || overlap.compareTo(settings.maxTokenLifetime()) > 0)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "overlap",
          "The overlap is not negative, and no longer than a life.");
    var current = own(tx, context, name);
    current.meta().requireEtag(etag, name);
    requireNoMore(context.principal(), current.principal());
    return tx.update(current.rotated(next, context.now(), overlap), "rotated");
  }

  void revoke(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    requireAction(context.principal(), DELETE);
    var current = own(tx, context, name);
    current.meta().requireEtag(etag, name);
    tx.delete(current, "revoked");
  }

  private ApiToken own(ReadTx tx, RequestContext context, ResourceName name) {
    return tx.find(ApiToken.KIND, name)
        .filter(token -> mayRead(context.principal(), token))
        .orElseThrow(() -> ControlException.notFound(ApiToken.KIND.label(), name));
  }

  static void requireAction(Principal caller, String action) {
    if (!caller.actions().include(action))
      throw denied(
          action, "'" + caller.id() + "' is limited to other actions than " + action + ".");
  }

  private static ControlException denied(String action, String message) {
    return ControlException.of(
        new ControlError.PermissionDenied(
            Problem.of(Reason.AUTHORIZATION_FAILED, message).with("action", action)));
  }
}

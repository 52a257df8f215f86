package io.postern.server.endpoint;

import io.postern.server.connection.model.Check;
import io.postern.server.connection.model.Trail;
import io.postern.server.endpoint.CreatePrivateEndpoint.Request;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Alias;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;

/** The target that a request names, by its name or its alias: whether it is there for the asker. */
final class AskedTarget {
  private static final String KEY_VAULT = "Microsoft.KeyVault/vaults";

  private AskedTarget() {}

  /**
   * Returns the target of a request.
   *
   * @throws ControlException if there is none that takes endpoints, or it has no room for another
   */
  static Target require(ReadTx tx, Request request, Subscription subscription, Trail trail) {
    var byAlias = request.alias().isPresent();
    var field = Target.FIELD + (byAlias ? ".alias" : ".target");
    // An alias says nothing of the target, so until it is found only the request was asked.
    trail.begin(Check.TARGET, request.target().orElse(request.name()));
    if (byAlias && !request.manual()) {
      throw ControlException.invalid(
          Reason.MANUAL_REQUIRED_FOR_ALIAS,
          Target.FIELD + ".manual",
          "A target given by its alias needs a manual request; set manual.");
    }
    var name = byAlias ? named(tx, request.alias().get(), field) : request.target().orElseThrow();
    trail.begin(Check.TARGET, name);
    var target = Target.open(tx, name, subscription.name(), field);
    trail.begin(Check.PROVIDER_REGISTERED, name);
    requireRegistered(tx.get(Subscription.KIND, name.subscription().orElseThrow()), byAlias);
    requireRoomAt(tx, target, trail);
    return target;
  }

  /** An alias does not tell whose the service is, and nor does a refusal. */
  private static void requireRegistered(Subscription owner, boolean byAlias) {
    if (byAlias && !owner.isRegistered(Subscription.NETWORK_PROVIDER)) {
      throw ControlException.precondition(
          Problem.of(
                  Reason.SUBSCRIPTION_NOT_REGISTERED,
                  "The owner of the service is not registered for "
                      + Subscription.NETWORK_PROVIDER
                      + "; ask it to register the provider.")
              .with("provider", Subscription.NETWORK_PROVIDER));
    }
    owner.requireNetworkProvider(Reason.SUBSCRIPTION_NOT_REGISTERED);
  }

  /** The limit of the owner's subscription; one tally counts the endpoints of any target. */
  private static void requireRoomAt(ReadTx tx, Target target, Trail trail) {
    boolean vault = target.name().armType().equalsIgnoreCase(KEY_VAULT);
    if (!vault && !(target instanceof Target.Service)) return;
    trail.begin(Check.SERVICE_QUOTA, target.name());
    var owner = tx.get(Subscription.KIND, target.name().subscription().orElseThrow());
    long used = tx.count(Quota.PRIVATE_ENDPOINTS_PER_PRIVATE_LINK_SERVICE.within(target.name()));
    (vault
            ? Quota.PRIVATE_ENDPOINTS_PER_KEY_VAULT
            : Quota.PRIVATE_ENDPOINTS_PER_PRIVATE_LINK_SERVICE)
        .requireRoomAtTarget(owner, used);
  }

  private static ResourceName named(ReadTx tx, String alias, String field) {
    return tx.holder(PrivateLinkService.ALIAS, Alias.parse(alias, field))
        .orElseThrow(() -> Target.unknownService(field));
  }
}

package io.postern.server.subscription;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Optional;

/** The use cases that create, change and delete subscriptions. */
final class Subscriptions implements ResourceWrites<Subscription> {
  private final Policy policy;
  private final PermittedResources permitted;
  private final Providers providers;

  @Inject
  Subscriptions(Policy policy, PermittedResources permitted, Providers providers) {
    this.policy = policy;
    this.permitted = permitted;
    this.providers = providers;
  }

  /** An administrator creates subscriptions for anyone, a tenant's caller for its own tenant. */
  @Override
  public Subscription create(WriteTx tx, RequestContext context, Subscription wanted) {
    var caller = context.principal();
    if (!policy.permits(
        tx, caller, Subscription.KIND.action("write"), wanted.name(), wanted.tenant())) {
      throw ControlException.of(
          new ControlError.PermissionDenied(
              Problem.of(
                      Reason.AUTHORIZATION_FAILED,
                      "'"
                          + caller.id()
                          + "' may create subscriptions only for its own tenant, and with the"
                          + " right to.")
                  .with("action", Subscription.KIND.action("write"))));
    }
    return tx.create(wanted, "created");
  }

  @Override
  public Subscription update(WriteTx tx, RequestContext context, Subscription wanted, String etag) {
    var current = permitted.get(tx, context, Subscription.KIND, "write", wanted.name(), etag);
    if (!current.tenant().equals(wanted.tenant())) {
      throw ControlException.invalid(
          Reason.FIELD_IMMUTABLE, "subscription.tenant", "A subscription stays with its tenant.");
    }
    return tx.update(wanted, "updated");
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, Subscription.KIND, "delete", name, etag);
    var within = tx.anyWithin(name);
    if (within.isPresent()) throw holds(tx, context, name, within.get());
    tx.delete(current, "deleted");
  }

  /** What a subscription holds is named to whoever may read it. */
  private ControlException holds(
      WriteTx tx, RequestContext context, ResourceName subscription, ResourceName within) {
    boolean readable = policy.readable(tx, context.principal()).test(within);
    return ControlException.of(
        new ControlError.InUse(
            Problem.of(
                    Reason.RESOURCE_IN_USE,
                    "The subscription '"
                        + subscription
                        + "' still holds "
                        + (readable ? "'" + within + "'" : "something")
                        + "; delete its resources first.")
                .with("resource", subscription.text())
                .with("blockers", readable ? within.text() : "")));
  }

  Subscription register(
      WriteTx tx,
      RequestContext context,
      ResourceName name,
      String etag,
      String provider,
      boolean registered) {
    var current = permitted.get(tx, context, Subscription.KIND, "write", name, etag);
    // One that is no more can still be taken out.
    var namespace = registered ? providers.named(tx, provider) : provider;
    return tx.update(
        current.withProvider(namespace, registered),
        (registered ? "registered " : "unregistered ") + namespace);
  }

  /**
   * Sets a quota's limit.
   *
   * @param limit empty puts it back to the default
   */
  Subscription limit(
      WriteTx tx,
      RequestContext context,
      ResourceName name,
      String etag,
      Quota quota,
      Optional<Long> limit) {
    var current = permitted.get(tx, context, Subscription.KIND, "write", name, etag);
    var limits = new HashMap<>(current.limits());
    limit.ifPresentOrElse(value -> limits.put(quota.id(), value), () -> limits.remove(quota.id()));
    return tx.update(current.withLimits(limits), "set quota " + quota.id());
  }
}

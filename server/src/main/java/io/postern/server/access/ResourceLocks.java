package io.postern.server.access;

import io.postern.server.access.model.ResourceLock;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;

/** The use cases that put locks on and take them off. */
final class ResourceLocks {
  private final Policy policy;
  private final PermittedResources permitted;

  @Inject
  ResourceLocks(Policy policy, PermittedResources permitted) {
    this.policy = policy;
    this.permitted = permitted;
  }

  ResourceLock create(WriteTx tx, RequestContext context, ResourceLock wanted) {
    policy.require(tx, context, ResourceLock.KIND, "write", wanted.name());
    var subscription = wanted.name().subscription().orElseThrow();
    var _ = tx.get(Subscription.KIND, subscription);
    Limits.requireRoom(tx, ResourceLock.in(subscription), ResourceLock.MAX_IN_SUBSCRIPTION);
    return tx.create(wanted, "locked");
  }

  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, ResourceLock.KIND, "delete", name, etag);
    tx.delete(current, "unlocked");
  }
}

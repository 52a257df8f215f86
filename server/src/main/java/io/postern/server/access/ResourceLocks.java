package io.postern.server.access;

import io.postern.server.access.model.ResourceLock;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;

/** The use cases that put locks on and take them off. */
final class ResourceLocks {
  private final Policy policy;

  @Inject
  ResourceLocks(Policy policy) {
    this.policy = policy;
  }

  ResourceLock create(WriteTx tx, RequestContext context, ResourceLock wanted) {
    policy.require(tx, context, ResourceLock.KIND, "write", wanted.name());
    var subscription = wanted.name().subscription().orElseThrow();
    var _ = tx.get(Subscription.KIND, subscription);
    Limits.requireRoom(tx, ResourceLock.in(subscription), ResourceLock.MAX_IN_SUBSCRIPTION);
    return tx.create(wanted, "locked");
  }

  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    policy.require(tx, context, ResourceLock.KIND, "delete", name);
    var current = tx.get(ResourceLock.KIND, name);
    current.meta().requireEtag(etag, name);
    tx.delete(current, "unlocked");
  }
}

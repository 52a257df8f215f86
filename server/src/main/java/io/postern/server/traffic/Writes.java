package io.postern.server.traffic;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.traffic.model.ApplicationSecurityGroup;
import jakarta.inject.Inject;
import java.util.function.Supplier;

/** What all writes of this package have in common: permission, etag, subscription. */
final class Writes {
  private final Policy policy;
  private final PermittedResources permitted;

  @Inject
  Writes(Policy policy, PermittedResources permitted) {
    this.policy = policy;
    this.permitted = permitted;
  }

  <T extends Resource> T create(WriteTx tx, RequestContext context, T wanted) {
    return create(tx, context, wanted, () -> "");
  }

  /**
   * @param remark what to add to the reason of the change; asked once the caller may make it
   */
  <T extends Resource> T create(
      WriteTx tx, RequestContext context, T wanted, Supplier<String> remark) {
    policy.require(tx, context, wanted.kind(), "write", wanted.name());
    tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow());
    return tx.create(wanted, "created" + remark.get());
  }

  /** What is there now, for a caller that may change it and knows its etag. */
  <T extends Resource> T current(
      WriteTx tx, RequestContext context, Kind<T> kind, ResourceName name, String etag) {
    return permitted.get(tx, context, kind, "write", name, etag);
  }

  /** The store refuses while something points at the resource, and names it. */
  <T extends Resource> void delete(
      WriteTx tx, RequestContext context, Kind<T> kind, ResourceName name, String etag) {
    tx.delete(permitted.get(tx, context, kind, "delete", name, etag), "deleted");
  }

  /** A resource that the written one refers to: it exists, and the caller may use it. */
  <T extends Resource> T joined(
      WriteTx tx, RequestContext context, Kind<T> kind, ResourceName name) {
    return permitted.get(tx, context, kind, "join/action", name);
  }

  /** The same for an application security group, which is used in its own region only. */
  void requireGroup(
      WriteTx tx, RequestContext context, ResourceName group, String region, String field) {
    joined(tx, context, ApplicationSecurityGroup.KIND, group).requireRegion(region, field);
  }

  /** Refuses a change of what is settled at create. */
  static void requireSame(boolean same, String field) {
    if (!same)
      throw ControlException.invalid(
          Reason.FIELD_IMMUTABLE,
          field,
          "'" + field + "' is settled at create; delete the resource and create another one.");
  }
}

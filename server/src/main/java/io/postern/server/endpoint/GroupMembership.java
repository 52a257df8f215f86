package io.postern.server.endpoint;

import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.traffic.model.ApplicationSecurityGroup;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;

/** Whether an endpoint may be in the application security groups its owner puts it in. */
final class GroupMembership {
  private static final Quota PER_GROUP = Quota.PRIVATE_ENDPOINTS_PER_APPLICATION_SECURITY_GROUP;
  private static final String FIELD = "private_endpoint.application_security_groups";

  private final PermittedResources permitted;

  @Inject
  GroupMembership(PermittedResources permitted) {
    this.permitted = permitted;
  }

  /** Refuses groups that are not there, are not the caller's, or are in another region. */
  void require(ReadTx tx, RequestContext context, List<ResourceName> groups, String region) {
    for (int i = 0; i < groups.size(); i++) {
      permitted
          .get(tx, context, ApplicationSecurityGroup.KIND, "join/action", groups.get(i))
          .requireRegion(region, FIELD + "[" + i + "]");
    }
  }

  /**
   * Refuses to let an endpoint join groups that are full, or that security rules already make too
   * many combinations with.
   *
   * @param joined the groups it is not yet in
   */
  void requireRoom(ReadTx tx, List<ResourceName> joined) {
    var groups = Set.copyOf(joined);
    for (var group : groups) {
      PER_GROUP.requireRoom(subscription(tx, group), tx.count(PER_GROUP.within(group)));
    }
    for (var group : groups) {
      for (var rules : users(tx, group)) {
        Quota.COMBINATIONS_PER_NETWORK_SECURITY_GROUP.requireAtMost(
            subscription(tx, rules.name()),
            rules.combinations(
                each -> tx.count(PER_GROUP.within(each)) + (groups.contains(each) ? 1 : 0)));
      }
    }
  }

  /** The network security groups with rules for an application security group. */
  private static List<NetworkSecurityGroup> users(ReadTx tx, ResourceName group) {
    return tx.referrers(
        NetworkSecurityGroup.KIND, ApplicationSecurityGroup.ROLE, group, Integer.MAX_VALUE);
  }

  private static Subscription subscription(ReadTx tx, ResourceName within) {
    return tx.get(Subscription.KIND, within.subscription().orElseThrow());
  }
}

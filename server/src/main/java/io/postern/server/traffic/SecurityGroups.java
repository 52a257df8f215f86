package io.postern.server.traffic;

import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.RuleEnd;
import jakarta.inject.Inject;

/** The use cases that create, change and delete network security groups. */
final class SecurityGroups implements ResourceWrites<NetworkSecurityGroup> {
  private static final String FIELD = "network_security_group.";

  private final Writes writes;

  @Inject
  SecurityGroups(Writes writes) {
    this.writes = writes;
  }

  @Override
  public NetworkSecurityGroup create(
      WriteTx tx, RequestContext context, NetworkSecurityGroup wanted) {
    requireGroups(tx, context, wanted);
    var created = writes.create(tx, context, wanted);
    requireRoom(tx, wanted);
    return created;
  }

  @Override
  public NetworkSecurityGroup update(
      WriteTx tx, RequestContext context, NetworkSecurityGroup wanted, String etag) {
    var current = writes.current(tx, context, NetworkSecurityGroup.KIND, wanted.name(), etag);
    Writes.requireSame(current.region().equals(wanted.region()), FIELD + "region");
    requireGroups(tx, context, wanted);
    requireRoom(tx, wanted);
    return tx.update(wanted, "updated");
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    writes.delete(tx, context, NetworkSecurityGroup.KIND, name, etag);
  }

  private static void requireRoom(WriteTx tx, NetworkSecurityGroup wanted) {
    Quota.COMBINATIONS_PER_NETWORK_SECURITY_GROUP.requireAtMost(
        tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow()),
        wanted.combinations(group ->
            tx.count(Quota.PRIVATE_ENDPOINTS_PER_APPLICATION_SECURITY_GROUP.within(group))));
  }

  private void requireGroups(WriteTx tx, RequestContext context, NetworkSecurityGroup wanted) {
    for (int i = 0; i < wanted.rules().size(); i++) {
      var rule = wanted.rules().get(i);
      var field = FIELD + "security_rules[" + i + "].";
      requireGroups(tx, context, rule.source(), wanted.region(), field + "source");
      requireGroups(tx, context, rule.destination(), wanted.region(), field + "destination");
    }
  }

  private void requireGroups(
      WriteTx tx, RequestContext context, RuleEnd end, String region, String field) {
    for (int i = 0; i < end.groups().size(); i++)
      writes.requireGroup(
          tx,
          context,
          end.groups().get(i),
          region,
          field + ".application_security_groups[" + i + "]");
  }
}

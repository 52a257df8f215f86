package io.postern.server.zone;

import io.postern.server.auth.Policy;
import io.postern.server.endpoint.model.PrivateEndpoint;
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
import io.postern.server.zone.claim.ClaimReads;
import io.postern.server.zone.model.ClaimPolicy;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.ZoneGroup;
import jakarta.inject.Inject;
import java.util.List;

/** The use cases that keep endpoints' records in zones. */
final class ZoneGroups implements ResourceWrites<ZoneGroup> {
  private final Policy policy;
  private final PermittedResources permitted;

  @Inject
  ZoneGroups(Policy policy, PermittedResources permitted) {
    this.policy = policy;
    this.permitted = permitted;
  }

  @Override
  public ZoneGroup create(WriteTx tx, RequestContext context, ZoneGroup wanted) {
    policy.require(tx, context, ZoneGroup.KIND, "write", wanted.name());
    var endpoint = tx.get(PrivateEndpoint.KIND, wanted.privateEndpoint());
    requireOnly(tx, wanted);
    requireFew(tx, wanted);
    for (var zone : wanted.zones()) requireJoin(tx, context, zone);
    var group = wanted.following(endpoint);
    requireUnclaimed(tx, group, group.zones());
    return tx.create(group, "created");
  }

  @Override
  public ZoneGroup update(WriteTx tx, RequestContext context, ZoneGroup wanted, String etag) {
    var current = permitted.get(tx, context, ZoneGroup.KIND, "write", wanted.name(), etag);
    requireFew(tx, wanted);
    // A zone that the group has is kept without asking again; only a new one needs the right.
    var added = wanted.zones().stream().filter(zone -> !current.zones().contains(zone)).toList();
    for (var zone : added) requireJoin(tx, context, zone);
    var group = wanted.following(tx.get(PrivateEndpoint.KIND, wanted.privateEndpoint()));
    requireUnclaimed(tx, group, added);
    return tx.update(group, "updated");
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    tx.delete(permitted.get(tx, context, ZoneGroup.KIND, "delete", name, etag), "deleted");
  }

  private static void requireFew(WriteTx tx, ZoneGroup wanted) {
    Quota.ZONES_PER_ZONE_GROUP.requireAtMost(
        tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow()),
        wanted.zones().size());
  }

  /** One of the same name is refused by the store as any other resource is. */
  private static void requireOnly(WriteTx tx, ZoneGroup wanted) {
    var other =
        ClaimReads.groupOf(tx, wanted.privateEndpoint())
            .filter(group -> !group.name().equals(wanted.name()));
    if (other.isEmpty()) return;
    throw ControlException.of(
        new ControlError.AlreadyExists(
            Problem.of(
                    Reason.ZONE_GROUP_EXISTS,
                    "The private endpoint has the zone group '"
                        + other.get().name()
                        + "', and it can have one only; add the zones to that.")
                .with("group", other.get().name().text())));
  }

  private void requireJoin(WriteTx tx, RequestContext context, ResourceName zone) {
    permitted.get(tx, context, PrivateDnsZone.KIND, "join/action", zone);
  }

  /** Refuses a claim on a name that another endpoint has, in zones that want to hear of it (§9). */
  private static void requireUnclaimed(WriteTx tx, ZoneGroup group, List<ResourceName> zones) {
    for (var zone : zones) {
      if (tx.get(PrivateDnsZone.KIND, zone).claimPolicy() != ClaimPolicy.ERROR) continue;
      for (var recordSet : group.claimed())
        if (recordSet.isWithin(zone)) requireUnclaimed(tx, group, recordSet);
    }
  }

  /** A name is taken with both its address types, so that no client mixes two endpoints. */
  private static void requireUnclaimed(WriteTx tx, ZoneGroup group, ResourceName recordSet) {
    for (var type : List.of(RecordType.A, RecordType.AAAA)) {
      var name = RecordSet.name(recordSet.parent(), type, recordSet.id(), "name");
      // Two are enough to see another one beside the group itself.
      for (var claimant : ClaimReads.claimants(tx, name, 2))
        if (!claimant.name().equals(group.name())) throw claimed(recordSet, claimant);
    }
  }

  private static ControlException claimed(ResourceName recordSet, ZoneGroup claimant) {
    var holder = claimant.privateEndpoint();
    // Of all refusals this one maps to ABORTED, which is what the API says of CONFLICT_ERROR.
    return ControlException.of(
        new ControlError.StaleEtag(
            Problem.of(
                    Reason.CONFLICT_ERROR,
                    "'"
                        + RecordSet.fqdn(recordSet)
                        + "' is claimed by the private endpoint '"
                        + holder
                        + "', and its zone takes one claim for a name; remove that one, or change"
                        + " the zone's claim policy.")
                .with("holder", holder.text())
                .with("recordSet", recordSet.text())));
  }
}

package io.postern.server.zone;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.Scope;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.VirtualNetworkLink;
import io.postern.server.zone.model.ZoneGroup;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Predicate;

/** The use cases that create, change and delete private DNS zones. */
final class PrivateDnsZones {
  /** How many children are read at a time when a zone is deleted with them. */
  private static final int BATCH = 500;

  private final Policy policy;
  private final PermittedResources permitted;
  private final CallRates rates;

  @Inject
  PrivateDnsZones(Policy policy, PermittedResources permitted, CallRates rates) {
    this.policy = policy;
    this.permitted = permitted;
    this.rates = rates;
  }

  PrivateDnsZone create(WriteTx tx, RequestContext context, PrivateDnsZone wanted) {
    policy.require(tx, context, PrivateDnsZone.KIND, "write", wanted.name());
    var subscription = tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow());
    rates.require(tx, context, Quota.ZONE_CREATES_PER_MINUTE, subscription.name());
    var quota = Quota.PRIVATE_DNS_ZONES;
    quota.requireRoom(subscription, tx.count(quota.within(subscription.name())));
    return tx.create(wanted, "created");
  }

  PrivateDnsZone update(WriteTx tx, RequestContext context, PrivateDnsZone wanted, String etag) {
    permitted.get(tx, context, PrivateDnsZone.KIND, "write", wanted.name(), etag);
    rates.require(tx, context, Quota.ZONE_UPDATES_PER_MINUTE, wanted.name());
    return tx.update(wanted, "updated");
  }

  /**
   * Deletes a zone with its record sets.
   *
   * @param cascade deletes its links and takes it out of zone groups too; otherwise either one
   *     refuses
   */
  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag, boolean cascade) {
    var zone = permitted.get(tx, context, PrivateDnsZone.KIND, "delete", name, etag);
    rates.require(tx, context, Quota.ZONE_DELETES_PER_MINUTE, name);
    if (!cascade) {
      var readable = policy.readable(tx, context.principal());
      requireUnlinked(tx, readable, zone);
      requireUngrouped(tx, readable, zone);
    }
    deleteAll(tx, VirtualNetworkLink.KIND, zone);
    leaveGroups(tx, zone);
    deleteAll(tx, RecordSet.KIND, zone);
    tx.delete(zone, "deleted");
  }

  private static void requireUnlinked(
      WriteTx tx, Predicate<ResourceName> readable, PrivateDnsZone zone) {
    var links =
        tx.list(VirtualNetworkLink.KIND, Scope.under(zone.name()), "", Blockers.SHOWN + 1).stream()
            .map(VirtualNetworkLink::name)
            .toList();
    Blockers.requireNone(links, readable, Reason.IN_USE_LINKED_DNS_ZONE, zone.name(), "linked by");
  }

  private static void requireUngrouped(
      WriteTx tx, Predicate<ResourceName> readable, PrivateDnsZone zone) {
    var groups = tx.blockers(zone.name(), Blockers.SHOWN + 1);
    Blockers.requireNone(groups, readable, Reason.RESOURCE_IN_USE, zone.name(), "used by");
  }

  private static <T extends Resource> void deleteAll(
      WriteTx tx, Kind<T> kind, PrivateDnsZone zone) {
    List<T> batch;
    do {
      batch = tx.list(kind, Scope.under(zone.name()), "", BATCH);
      for (var child : batch) tx.delete(child, "deleted with its zone");
    } while (!batch.isEmpty());
  }

  /** A group without zones would be none: the last zone takes its group with it. */
  private static void leaveGroups(WriteTx tx, PrivateDnsZone zone) {
    List<ZoneGroup> groups;
    do {
      groups = tx.referrers(ZoneGroup.KIND, ZoneGroup.ZONE, zone.name(), BATCH);
      for (var group : groups) {
        if (group.zones().size() == 1) tx.delete(group, "deleted with its zone");
        else tx.update(group.without(zone.name()), "zone deleted");
      }
    } while (!groups.isEmpty());
  }
}

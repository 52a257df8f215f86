package io.postern.server.network;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.network.overlap.SharedAddresses;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.server.store.Scope;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.zone.model.VirtualNetworkLink;
import jakarta.inject.Inject;
import java.util.List;

/** The use cases that create, change and delete virtual networks. */
final class VirtualNetworks implements ResourceWrites<VirtualNetwork> {
  /** How many links are read at a time when a network is deleted with them. */
  private static final int BATCH = 500;

  private final Policy policy;
  private final PermittedResources permitted;
  private final Peerings peerings;

  @Inject
  VirtualNetworks(Policy policy, PermittedResources permitted, Peerings peerings) {
    this.policy = policy;
    this.permitted = permitted;
    this.peerings = peerings;
  }

  @Override
  public VirtualNetwork create(WriteTx tx, RequestContext context, VirtualNetwork wanted) {
    policy.require(tx, context, VirtualNetwork.KIND, "write", wanted.name());
    var subscription = tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow());
    Quota.VIRTUAL_NETWORKS.requireRoom(
        subscription, tx.count(Quota.VIRTUAL_NETWORKS.within(subscription.name())));
    return tx.create(wanted, "created" + SharedAddresses.remark(tx, wanted));
  }

  @Override
  public VirtualNetwork update(
      WriteTx tx, RequestContext context, VirtualNetwork wanted, String etag) {
    var current = permitted.get(tx, context, VirtualNetwork.KIND, "write", wanted.name(), etag);
    if (!current.region().equals(wanted.region()))
      throw ControlException.invalid(
          Reason.FIELD_IMMUTABLE,
          "virtual_network.region",
          "A virtual network stays in its region; create another one for another region.");
    if (current.addressPrefixes().equals(wanted.addressPrefixes()))
      return tx.update(wanted, "updated");
    requireSubnetsCovered(tx, context, wanted);
    peerings.requireStillDisjoint(tx, wanted);
    return tx.update(wanted, "updated" + SharedAddresses.remark(tx, wanted));
  }

  /**
   * Its peerings and its links to zones go with it, and its forwarding ruleset lets go of it, so
   * that nothing is left behind (Rules §7.10); subnets have to be deleted first, and the store
   * names them.
   */
  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, VirtualNetwork.KIND, "delete", name, etag);
    peerings.leave(tx, name);
    leaveZones(tx, name);
    leaveRuleset(tx, name);
    tx.delete(current, "deleted");
  }

  private static void leaveZones(WriteTx tx, ResourceName network) {
    var links = List.<VirtualNetworkLink>of();
    do {
      links = tx.referrers(VirtualNetworkLink.KIND, VirtualNetworkLink.NETWORK, network, BATCH);
      for (var link : links) tx.delete(link, "deleted with its network");
    } while (!links.isEmpty());
  }

  /** A network is linked to one ruleset at most. */
  private static void leaveRuleset(WriteTx tx, ResourceName network) {
    for (var ruleset :
        tx.referrers(ForwardingRuleset.KIND, ForwardingRuleset.NETWORK, network, 1)) {
      tx.update(ruleset.without(network), "a network was deleted");
    }
  }

  private void requireSubnetsCovered(WriteTx tx, RequestContext context, VirtualNetwork wanted) {
    var uncovered =
        tx.list(Subnet.KIND, Scope.under(wanted.name()), "", Subnets.MAX_PER_NETWORK).stream()
            .filter(subnet -> !subnet.addressPrefixes().stream().allMatch(wanted::covers))
            .toList();
    if (uncovered.isEmpty()) return;
    var first = uncovered.getFirst();
    var prefix =
        first.addressPrefixes().stream()
            .filter(candidate -> !wanted.covers(candidate))
            .map(Cidr::toString)
            .findFirst()
            .orElseThrow();
    var readable = policy.readable(tx, context.principal());
    throw Refusals.inUse(
        wanted.name(),
        uncovered.stream().map(Subnet::name).filter(readable),
        "virtual_network.address_prefixes",
        "The address space no longer covers the prefix "
            + prefix
            + " of "
            + (readable.test(first.name()) ? "the subnet '" + first.name() + "'" : "a subnet")
            + "; delete the subnet first, or keep the prefix.");
  }
}

package io.postern.server.network;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.store.AddressPool;
import io.postern.server.store.Scope;
import io.postern.server.store.WriteTx;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.RouteTable;
import jakarta.inject.Inject;

/** The use cases that create, change and delete subnets. */
final class Subnets implements ResourceWrites<Subnet> {
  static final int MAX_PER_NETWORK = 3_000;

  private final Policy policy;
  private final PermittedResources permitted;

  @Inject
  Subnets(Policy policy, PermittedResources permitted) {
    this.policy = policy;
    this.permitted = permitted;
  }

  @Override
  public Subnet create(WriteTx tx, RequestContext context, Subnet wanted) {
    policy.require(tx, context, Subnet.KIND, "write", wanted.name());
    requireMayJoin(tx, context, wanted);
    requirePlace(tx, wanted);
    var created = tx.create(wanted, "created");
    created.addressPrefixes().forEach(prefix -> AddressPool.open(tx, created.name(), prefix));
    return created;
  }

  @Override
  public Subnet update(WriteTx tx, RequestContext context, Subnet wanted, String etag) {
    var current = permitted.get(tx, context, Subnet.KIND, "write", wanted.name(), etag);
    requireMayJoin(tx, context, wanted);
    if (!current.addressPrefixes().equals(wanted.addressPrefixes()))
      move(tx, context, current, wanted);
    return tx.update(wanted, "updated");
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, Subnet.KIND, "delete", name, etag);
    // Whoever holds an address points at the subnet, so the store has refused before this is asked.
    tx.delete(current, "deleted");
    requireUnheld(tx, context, name, "name");
    current.addressPrefixes().forEach(prefix -> AddressPool.close(tx, name, prefix));
  }

  private void move(WriteTx tx, RequestContext context, Subnet current, Subnet wanted) {
    requireUnheld(tx, context, wanted.name(), "subnet.address_prefixes");
    requirePlace(tx, wanted);
    for (var prefix : current.addressPrefixes())
      if (!wanted.addressPrefixes().contains(prefix)) AddressPool.close(tx, wanted.name(), prefix);
    for (var prefix : wanted.addressPrefixes())
      if (!current.addressPrefixes().contains(prefix)) AddressPool.open(tx, wanted.name(), prefix);
  }

  /** Refuses prefixes outside the network or on top of another subnet. */
  private static void requirePlace(WriteTx tx, Subnet wanted) {
    var network = tx.get(VirtualNetwork.KIND, wanted.virtualNetwork());
    for (int i = 0; i < wanted.addressPrefixes().size(); i++) {
      var prefix = wanted.addressPrefixes().get(i);
      if (network.covers(prefix)) continue;
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "subnet.address_prefixes[" + i + "]",
          "The prefix "
              + prefix
              + " is not within the address space "
              + network.addressPrefixes()
              + " of '"
              + network.name()
              + "'.");
    }
    var siblings = tx.list(Subnet.KIND, Scope.under(network.name()), "", MAX_PER_NETWORK);
    boolean isNew = siblings.stream().noneMatch(sibling -> sibling.name().equals(wanted.name()));
    if (isNew && siblings.size() >= MAX_PER_NETWORK)
      throw Refusals.tooMany("subnets", MAX_PER_NETWORK, network.name());
    for (var sibling : siblings)
      if (!sibling.name().equals(wanted.name())) requireDisjoint(wanted, sibling);
  }

  private static void requireDisjoint(Subnet wanted, Subnet sibling) {
    var overlap = wanted.overlap(sibling);
    if (overlap.isEmpty()) return;
    var index = indexOfOverlap(wanted, overlap.get());
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        "subnet.address_prefixes[" + index + "]",
        "The prefix "
            + wanted.addressPrefixes().get(index)
            + " overlaps with "
            + overlap.get()
            + " of the subnet '"
            + sibling.name()
            + "'; choose another one.");
  }

  private static int indexOfOverlap(Subnet wanted, Cidr theirs) {
    var prefixes = wanted.addressPrefixes();
    for (int i = 0; i < prefixes.size(); i++) if (prefixes.get(i).overlaps(theirs)) return i;
    throw new IllegalStateException("The prefix " + theirs + " overlaps with none of " + prefixes);
  }

  /** Refuses while an address is held, and names who may be meant. */
  private void requireUnheld(
      WriteTx tx, RequestContext context, ResourceName subnet, String field) {
    var book = tx.addresses(subnet);
    long held = book.usage(true).held() + book.usage(false).held();
    if (held == 0) return;
    throw Refusals.inUse(
        subnet,
        tx.blockers(subnet, Refusals.SHOWN).stream()
            .filter(policy.readable(tx, context.principal())),
        field,
        "In the subnet '"
            + subnet
            + "' "
            + (held == 1 ? "an address is" : held + " addresses are")
            + " in use; delete what holds them first.");
  }

  private void requireMayJoin(WriteTx tx, RequestContext context, Subnet wanted) {
    if (wanted.networkSecurityGroup().isEmpty() && wanted.routeTable().isEmpty()) return;
    var region = tx.get(VirtualNetwork.KIND, wanted.virtualNetwork()).region();
    wanted
        .networkSecurityGroup()
        .map(name -> permitted.get(tx, context, NetworkSecurityGroup.KIND, "join/action", name))
        .ifPresent(
            group -> requireRegion(group, group.region(), region, "subnet.network_security_group"));
    wanted
        .routeTable()
        .map(name -> permitted.get(tx, context, RouteTable.KIND, "join/action", name))
        .ifPresent(table -> requireRegion(table, table.region(), region, "subnet.route_table"));
  }

  private static void requireRegion(Resource resource, String region, String wanted, String field) {
    if (region.equals(wanted)) return;
    throw ControlException.invalid(
        Reason.REGION_MISMATCH,
        field,
        "The "
            + resource.kind().label()
            + " '"
            + resource.name()
            + "' is in "
            + region
            + " and the virtual network in "
            + wanted
            + "; use one of its region.");
  }
}

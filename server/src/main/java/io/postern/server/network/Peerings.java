package io.postern.server.network;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.Peering.State;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.store.WriteTx;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * The use cases of peerings. Each owner writes its own side only; that the other side becomes
 * connected or disconnected by it follows in the same transaction.
 */
final class Peerings implements ResourceWrites<Peering> {
  static final int MAX_PER_NETWORK = 500;

  private static final String REMOTE_FIELD = "virtual_network_peering.remote_virtual_network";

  private final Policy policy;
  private final PermittedResources permitted;

  @Inject
  Peerings(Policy policy, PermittedResources permitted) {
    this.policy = policy;
    this.permitted = permitted;
  }

  @Override
  public Peering create(WriteTx tx, RequestContext context, Peering wanted) {
    policy.require(tx, context, Peering.KIND, "write", wanted.name());
    var own = tx.get(VirtualNetwork.KIND, wanted.virtualNetwork());
    var remote = tx.get(VirtualNetwork.KIND, wanted.remoteVirtualNetwork());
    requireRoom(tx, wanted);
    requireOneGateway(tx, wanted);
    var counterpart =
        sides(tx, remote.name()).stream()
            .filter(side -> side.mirrors(wanted) && side.state() == State.INITIATED)
            .findFirst();
    // The address space of a stranger's network is shown to nobody it did not ask for a peering.
    if (counterpart.isPresent() || mayRead(tx, context, remote))
      requireDisjoint(own, remote, REMOTE_FIELD);
    if (counterpart.isEmpty()) return tx.create(wanted.withState(State.INITIATED), "created");
    tx.update(counterpart.get().withState(State.CONNECTED), "connected from the other side");
    return tx.create(wanted.withState(State.CONNECTED), "created");
  }

  @Override
  public Peering update(WriteTx tx, RequestContext context, Peering wanted, String etag) {
    var current = permitted.get(tx, context, Peering.KIND, "write", wanted.name(), etag);
    if (!current.remoteVirtualNetwork().equals(wanted.remoteVirtualNetwork()))
      throw ControlException.invalid(
          Reason.FIELD_IMMUTABLE,
          REMOTE_FIELD,
          "A peering stays with its remote network; delete it and create another one.");
    requireOneGateway(tx, wanted);
    return tx.update(wanted, "updated");
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, Peering.KIND, "delete", name, etag);
    counterpart(tx, current).ifPresent(side -> disconnect(tx, side));
    tx.delete(current, "deleted");
  }

  /**
   * Ends all peerings of a network that is about to go: its own sides, and those that point to it.
   */
  void leave(WriteTx tx, ResourceName network) {
    // A disconnected side points nowhere, so each round finds others.
    while (true) {
      var pointing = tx.referrers(Peering.KIND, Peering.REMOTE, network, MAX_PER_NETWORK);
      if (pointing.isEmpty()) break;
      pointing.forEach(side -> disconnect(tx, side));
    }
    sides(tx, network).forEach(side -> tx.delete(side, "deleted with its network"));
  }

  /** Refuses a change of a network that would make it overlap with one it is connected to. */
  void requireStillDisjoint(ReadTx tx, VirtualNetwork network) {
    sides(tx, network.name()).stream()
        .filter(Peering::isConnected)
        .map(side -> tx.get(VirtualNetwork.KIND, side.remoteVirtualNetwork()))
        .forEach(remote -> requireDisjoint(network, remote, "virtual_network.address_prefixes"));
  }

  private static void disconnect(WriteTx tx, Peering side) {
    tx.update(side.withState(State.DISCONNECTED), "disconnected from the other side");
  }

  private static Optional<Peering> counterpart(ReadTx tx, Peering peering) {
    if (!peering.isConnected()) return Optional.empty();
    return sides(tx, peering.remoteVirtualNetwork()).stream()
        .filter(side -> side.isConnected() && side.mirrors(peering))
        .findFirst();
  }

  private static List<Peering> sides(ReadTx tx, ResourceName network) {
    return tx.list(Peering.KIND, Scope.under(network), "", MAX_PER_NETWORK);
  }

  private boolean mayRead(ReadTx tx, RequestContext context, VirtualNetwork network) {
    return policy.permitsRead(tx, context.principal(), VirtualNetwork.KIND, network.name());
  }

  private static void requireRoom(ReadTx tx, Peering wanted) {
    var sides = sides(tx, wanted.virtualNetwork());
    if (sides.size() >= MAX_PER_NETWORK)
      throw Refusals.tooMany("peerings", MAX_PER_NETWORK, wanted.virtualNetwork());
    for (var side : sides) {
      // A side of the same name is the store's to refuse.
      if (side.name().equals(wanted.name())) continue;
      if (!side.remoteVirtualNetwork().equals(wanted.remoteVirtualNetwork())) continue;
      throw ControlException.of(
          new ControlError.AlreadyExists(
              Problem.inField(
                      Reason.RESOURCE_ALREADY_EXISTS,
                      REMOTE_FIELD,
                      "The peering '"
                          + side.name()
                          + "' leads to the same network already; update it, or delete it first.")
                  .with("resource", side.name().text())));
    }
  }

  private static void requireOneGateway(ReadTx tx, Peering wanted) {
    if (!wanted.useRemoteGateways()) return;
    for (var side : sides(tx, wanted.virtualNetwork())) {
      if (!side.useRemoteGateways() || side.name().equals(wanted.name())) continue;
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "virtual_network_peering.use_remote_gateways",
          "The peering '"
              + side.name()
              + "' uses remote gateways already, and a network can use those of one other only.");
    }
  }

  private static void requireDisjoint(VirtualNetwork own, VirtualNetwork remote, String field) {
    var overlap = own.overlap(remote);
    if (overlap.isEmpty()) return;
    throw ControlException.of(
        new ControlError.InvalidArgument(
            Problem.inField(
                Reason.INVALID_FIELD,
                field,
                "The address space of '"
                    + own.name()
                    + "' overlaps with "
                    + overlap.get()
                    + " of '"
                    + remote.name()
                    + "'; peered networks may not have addresses in common.")));
  }
}

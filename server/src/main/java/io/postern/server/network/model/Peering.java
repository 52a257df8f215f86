package io.postern.server.network.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.util.List;

/**
 * One side of the peering of two virtual networks. It belongs to its own network's owner; traffic
 * flows only while both sides are there, and never through to a third network.
 *
 * <pre>
 *   Initiated --the other side is created--> Connected --it or its network is deleted--> Disconnected
 * </pre>
 *
 * @param virtualNetworkAccess whether the remote network may reach this one
 */
public record Peering(
    ResourceName name,
    Meta meta,
    ResourceName remoteVirtualNetwork,
    boolean virtualNetworkAccess,
    boolean allowForwardedTraffic,
    boolean allowGatewayTransit,
    boolean useRemoteGateways,
    State state)
    implements Resource {
  public static final Kind<Peering> KIND =
      Kind.inGroup(
          "virtualNetworkPeering",
          Peering.class,
          "virtual network peering",
          "Microsoft.Network/virtualNetworks/*/virtualNetworkPeerings/*");

  /** The role in which a side points at the remote network. */
  public static final String REMOTE = "remoteVirtualNetwork";

  /** Whether the peering works. */
  public enum State {
    /** The other side is not there yet. */
    INITIATED,

    /** Both sides are there. */
    CONNECTED,

    /** The other side was there and is gone; this one can only be deleted. */
    DISCONNECTED
  }

  public Peering {
    Checks.id(name, 1, 80, "virtual_network_peering_id");
    var remote = "virtual_network_peering.remote_virtual_network";
    VirtualNetwork.KIND.require(remoteVirtualNetwork, remote);
    if (remoteVirtualNetwork.equals(name.parent()))
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          remote,
          "A network cannot be peered with itself; name another network.");
    if (allowGatewayTransit && useRemoteGateways)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "virtual_network_peering.use_remote_gateways",
          "One side of a peering lends its gateway or borrows the other's, not both; clear one of"
              + " the two.");
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public Peering withMeta(Meta other) {
    return new Peering(
        name,
        other,
        remoteVirtualNetwork,
        virtualNetworkAccess,
        allowForwardedTraffic,
        allowGatewayTransit,
        useRemoteGateways,
        state);
  }

  public Peering withState(State other) {
    return new Peering(
        name,
        meta,
        remoteVirtualNetwork,
        virtualNetworkAccess,
        allowForwardedTraffic,
        allowGatewayTransit,
        useRemoteGateways,
        other);
  }

  /**
   * The remote network, loosely: its owner did not ask for this side and can delete the network. A
   * disconnected side points nowhere, so that a later network of the same name is a stranger to it.
   */
  @Override
  public List<Reference> references() {
    return state == State.DISCONNECTED
        ? List.of()
        : List.of(Reference.loose(REMOTE, remoteVirtualNetwork));
  }

  /** The network this side belongs to. */
  public ResourceName virtualNetwork() {
    return name.parent();
  }

  public boolean isConnected() {
    return state == State.CONNECTED;
  }

  /** Whether a side is the counterpart of this one. */
  public boolean mirrors(Peering other) {
    return virtualNetwork().equals(other.remoteVirtualNetwork)
        && remoteVirtualNetwork.equals(other.virtualNetwork());
  }
}

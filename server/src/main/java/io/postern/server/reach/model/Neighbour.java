package io.postern.server.reach.model;

import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.traffic.model.OnPremisesNetwork;
import java.util.List;
import java.util.Optional;

/**
 * A network that another one has a peering with.
 *
 * @param own the side of the network whose neighbour this is
 * @param counterpart the neighbour's side, if it is there
 * @param sites the on-premises networks that are connected to the neighbour's gateways
 */
public record Neighbour(
    VirtualNetwork network,
    Peering own,
    Optional<Peering> counterpart,
    List<OnPremisesNetwork> sites) {
  public Neighbour {
    sites = List.copyOf(sites);
  }

  /** Traffic flows only while both sides are there. */
  public boolean isConnected() {
    return own.isConnected() && counterpart.filter(Peering::isConnected).isPresent();
  }

  /** Whether the neighbour's gateway serves this network, too. */
  public boolean lendsItsGateway() {
    return isConnected()
        && own.useRemoteGateways()
        && counterpart.filter(Peering::allowGatewayTransit).isPresent();
  }
}

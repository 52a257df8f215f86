package io.postern.server.reach;

import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.reach.model.Neighbour;
import io.postern.server.reach.model.Surroundings;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Loads what is directly beside a virtual network: peers, gateways, on-premises networks. */
final class SurroundingsReads {
  private static final int MAX_PEERINGS = 1_000;
  private static final int MAX_GATEWAYS = 100;
  private static final int MAX_SITES = 1_000;

  private SurroundingsReads() {}

  static Surroundings of(ReadTx tx, VirtualNetwork network) {
    var counterparts =
        tx.referrers(Peering.KIND, Peering.REMOTE, network.name(), MAX_PEERINGS).stream()
            .collect(
                Collectors.toMap(
                    Peering::virtualNetwork, Function.identity(), SurroundingsReads::connected));
    var neighbours = new ArrayList<Neighbour>();
    for (var own : tx.list(Peering.KIND, Scope.under(network.name()), "", MAX_PEERINGS)) {
      var other = tx.find(VirtualNetwork.KIND, own.remoteVirtualNetwork());
      if (other.isEmpty()) continue;
      // Only a gateway that is borrowed leads anywhere.
      var sites =
          own.useRemoteGateways()
              ? sites(tx, own.remoteVirtualNetwork())
              : List.<OnPremisesNetwork>of();
      neighbours.add(
          new Neighbour(
              other.get(),
              own,
              Optional.ofNullable(counterparts.get(own.remoteVirtualNetwork())),
              sites));
    }
    return new Surroundings(network, neighbours, sites(tx, network.name()));
  }

  private static Peering connected(Peering one, Peering other) {
    return one.isConnected() ? one : other;
  }

  private static List<OnPremisesNetwork> sites(ReadTx tx, ResourceName network) {
    return gateways(tx, network).stream()
        .flatMap(gateway ->
            tx
                .referrers(
                    OnPremisesNetwork.KIND, OnPremisesNetwork.GATEWAY, gateway.name(), MAX_SITES)
                .stream())
        .distinct()
        .toList();
  }

  private static List<VirtualNetworkGateway> gateways(ReadTx tx, ResourceName network) {
    return tx.referrers(
        VirtualNetworkGateway.KIND, VirtualNetworkGateway.NETWORK, network, MAX_GATEWAYS);
  }
}

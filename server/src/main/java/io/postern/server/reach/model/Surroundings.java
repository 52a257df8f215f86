package io.postern.server.reach.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.TagSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A virtual network with what is directly beside it. There is no way to see further, as peering is
 * not transitive.
 *
 * @param sites the on-premises networks that are connected to the network's own gateways
 */
public record Surroundings(
    VirtualNetwork network, List<Neighbour> neighbours, List<OnPremisesNetwork> sites) {
  public Surroundings {
    neighbours = List.copyOf(neighbours);
    sites = List.copyOf(sites);
  }

  public Optional<Neighbour> neighbour(ResourceName other) {
    return neighbours.stream()
        .filter(neighbour -> neighbour.network().name().equals(other))
        .findFirst();
  }

  /** The on-premises networks that come in through own gateways and through borrowed ones. */
  List<OnPremisesNetwork> reachingSites() {
    var borrowed =
        neighbours.stream()
            .filter(Neighbour::lendsItsGateway)
            .flatMap(neighbour -> neighbour.sites().stream());
    return Stream.concat(sites.stream(), borrowed).distinct().toList();
  }

  /** What the service tags stand for here. */
  public TagSpace tags() {
    List<Cidr> reaching = new ArrayList<>(network.addressPrefixes());
    List<Cidr> withoutAccess = new ArrayList<>();
    reachingSites().forEach(site -> reaching.addAll(site.addressPrefixes()));
    for (var neighbour : neighbours) {
      if (!neighbour.isConnected()) continue;
      (neighbour.own().virtualNetworkAccess() ? reaching : withoutAccess)
          .addAll(neighbour.network().addressPrefixes());
    }
    return new TagSpace(reaching, withoutAccess);
  }
}

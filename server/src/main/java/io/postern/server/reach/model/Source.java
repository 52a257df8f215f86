package io.postern.server.reach.model;

import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Subnet;
import io.postern.server.traffic.model.FlowEnd;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.RouteTable;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import java.util.List;
import java.util.Optional;

/** Where traffic starts. */
public sealed interface Source {
  /** The virtual or on-premises network. */
  ResourceName network();

  FlowEnd end();

  /** The routes that hold where the traffic enters or starts in a virtual network. */
  Optional<RouteTable> routes();

  /**
   * A machine in a virtual network.
   *
   * @param subnet empty for an address that no subnet has
   * @param group the security group of the subnet
   */
  record Machine(
      Surroundings surroundings,
      FlowEnd end,
      Optional<Subnet> subnet,
      Optional<NetworkSecurityGroup> group,
      Optional<RouteTable> routes)
      implements Source {
    @Override
    public ResourceName network() {
      return surroundings.network().name();
    }
  }

  /**
   * A machine on premises.
   *
   * @param routes those of the gateways' subnet
   */
  record Site(
      OnPremisesNetwork site,
      List<VirtualNetworkGateway> gateways,
      FlowEnd end,
      Optional<RouteTable> routes)
      implements Source {
    public Site {
      gateways = List.copyOf(gateways);
    }

    @Override
    public ResourceName network() {
      return site.name();
    }
  }
}

package io.postern.server.traffic.model;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Checks;
import io.postern.server.network.model.VirtualNetwork;
import java.util.List;
import java.util.Map;

/** The end of a VPN or ExpressRoute connection in a virtual network. */
public record VirtualNetworkGateway(
    ResourceName name,
    Meta meta,
    String region,
    Type type,
    ResourceName virtualNetwork,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<VirtualNetworkGateway> KIND =
      Kind.inGroup(
          "virtualNetworkGateway",
          VirtualNetworkGateway.class,
          "virtual network gateway",
          "Microsoft.Network/virtualNetworkGateways/*");

  /** What the network is to its gateways. */
  public static final String NETWORK = "virtualNetwork";

  /** What kind of connection it is for. */
  public enum Type {
    VPN("VPN"),
    EXPRESS_ROUTE("ExpressRoute");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public VirtualNetworkGateway {
    Checks.id(name, 1, 80, "virtual_network_gateway_id");
    VirtualNetwork.KIND.require(virtualNetwork, "virtual_network_gateway.virtual_network");
    tags = Map.copyOf(tags);
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public VirtualNetworkGateway withMeta(Meta other) {
    return new VirtualNetworkGateway(name, other, region, type, virtualNetwork, tags);
  }

  @Override
  public List<Reference> references() {
    return List.of(Reference.blocking(NETWORK, virtualNetwork));
  }
}

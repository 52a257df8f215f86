package io.postern.server.store.jdbc.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.network.model.Delegation;
import io.postern.server.network.model.Frontend;
import io.postern.server.network.model.LoadBalancer;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.network.model.NetworkInterface.IpConfiguration;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.Subnet.EndpointNetworkPolicies;
import io.postern.server.network.model.Subnet.ServiceNetworkPolicies;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.network.model.VirtualNetwork.EndpointPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkDocumentRoundTripTest {
  private static final Meta META =
      new Meta(
          "uid",
          new Revision(3),
          new Revision(7),
          Instant.parse("2026-01-01T00:00:00Z"),
          Instant.parse("2026-01-02T00:00:00Z"));
  private static final ResourceName VNET = name("virtualNetworks/v1");
  private static final ResourceName SUBNET = name("virtualNetworks/v1/subnets/s");

  private final Documents documents = new Documents();

  @ParameterizedTest
  @MethodSource
  void whatIsWrittenIsReadBack(Resource resource) {
    assertEquals(resource, documents.read(resource.kind(), documents.text(resource)));
  }

  static Stream<Resource> whatIsWrittenIsReadBack() {
    return Stream.of(networks(), subnets(), peerings(), interfaces(), balancers())
        .flatMap(List::stream);
  }

  private static List<Resource> networks() {
    return List.of(
        new VirtualNetwork(
            VNET,
            META,
            "eastus",
            List.of(Cidr.of("10.1.0.0/16")),
            List.of(),
            EndpointPolicy.DISABLED,
            Map.of()),
        new VirtualNetwork(
            VNET,
            META,
            "eastus",
            List.of(Cidr.of("10.1.0.0/16"), Cidr.of("fd00::/48")),
            List.of(IpAddress.of("10.1.0.9")),
            EndpointPolicy.BASIC,
            Map.of("team", "net")));
  }

  private static List<Resource> subnets() {
    return List.of(
        new Subnet(
            SUBNET,
            META,
            List.of(Cidr.of("10.1.0.0/24")),
            EndpointNetworkPolicies.DISABLED,
            ServiceNetworkPolicies.ENABLED,
            List.of(),
            Optional.empty(),
            Optional.empty()),
        new Subnet(
            SUBNET,
            META,
            List.of(Cidr.of("10.1.0.0/24"), Cidr.of("fd00::/64")),
            EndpointNetworkPolicies.ROUTE_TABLE_ENABLED,
            ServiceNetworkPolicies.DISABLED,
            List.of(new Delegation("web", "Microsoft.Web/serverFarms")),
            Optional.of(name("networkSecurityGroups/nsg")),
            Optional.of(name("routeTables/rt"))));
  }

  private static List<Resource> peerings() {
    var name = name("virtualNetworks/v1/virtualNetworkPeerings/p");
    var remote = name("virtualNetworks/v2");
    return List.of(
        new Peering(name, META, remote, false, false, false, false, Peering.State.INITIATED),
        new Peering(name, META, remote, true, true, true, false, Peering.State.CONNECTED),
        new Peering(name, META, remote, true, true, false, true, Peering.State.DISCONNECTED));
  }

  private static List<Resource> interfaces() {
    var name = name("networkInterfaces/nic");
    return List.of(
        new NetworkInterface(
            name,
            META,
            "eastus",
            SUBNET,
            name("privateLinkServices/pls"),
            List.of(new IpConfiguration("one", "", "", IpAddress.of("10.1.0.4"), true, List.of()))),
        new NetworkInterface(
            name,
            META,
            "eastus",
            SUBNET,
            name("privateEndpoints/pe"),
            List.of(
                new IpConfiguration(
                    "one",
                    "blob",
                    "blob",
                    IpAddress.of("10.1.0.4"),
                    true,
                    List.of("a.blob.core.windows.net")),
                new IpConfiguration(
                    "two", "blob", "blob", IpAddress.of("fd00::4"), false, List.of()))));
  }

  private static List<Resource> balancers() {
    var name = name("loadBalancers/lb");
    return List.of(
        new LoadBalancer(name, META, "eastus", LoadBalancer.Sku.BASIC, List.of(), Map.of()),
        new LoadBalancer(
            name,
            META,
            "eastus",
            LoadBalancer.Sku.STANDARD,
            List.of(
                new Frontend(
                    "inside",
                    Optional.of(SUBNET),
                    Optional.of(IpAddress.of("10.1.0.4")),
                    Optional.empty()),
                new Frontend(
                    "outside",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(IpAddress.of("203.0.113.1")))),
            Map.of("team", "net")));
  }

  private static ResourceName name(String path) {
    return ResourceName.of("subscriptions/s/resourceGroups/g/providers/Microsoft.Network/" + path);
  }
}

package io.postern.server.reach.model;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.ConnectionSummary;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.endpoint.model.PrivateEndpoint.IpVersions;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.Subnet.EndpointNetworkPolicies;
import io.postern.server.network.model.Subnet.ServiceNetworkPolicies;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.network.model.VirtualNetwork.EndpointPolicy;
import io.postern.server.reach.model.Destination.AskedName;
import io.postern.server.traffic.model.FlowEnd;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.Protocol;
import io.postern.server.traffic.model.Route;
import io.postern.server.traffic.model.RouteTable;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A blob endpoint 10.1.0.5 in vnet-a, and a machine that wants to reach it: in vnet-a, too, as long
 * as nothing else is said.
 */
final class Scene {
  static final String GROUP = "subscriptions/contoso/resourceGroups/net/providers/";
  static final ResourceName STORAGE =
      ResourceName.of(
          "subscriptions/fabrikam/resourceGroups/svc/providers/Microsoft.Storage/storageAccounts/a");

  private final List<Neighbour> neighbours = new ArrayList<>();
  private final List<OnPremisesNetwork> sites = new ArrayList<>();
  private List<ResourceName> providers = List.of();
  private List<AskedName> asked = List.of();
  private ConnectionSummary connection = connection(Label.APPROVED, ActionCode.NONE, false);
  private EndpointNetworkPolicies policies = EndpointNetworkPolicies.DISABLED;
  private Optional<NetworkSecurityGroup> group = Optional.empty();
  private Optional<NetworkSecurityGroup> sourceGroup = Optional.empty();
  private Optional<RouteTable> routes = Optional.empty();
  private Optional<Source> source = Optional.empty();

  static VirtualNetwork network(String id, String region, String prefix) {
    return new VirtualNetwork(
        networkName(id),
        Meta.NEW,
        region,
        List.of(Cidr.of(prefix)),
        List.of(),
        EndpointPolicy.DISABLED,
        Map.of());
  }

  static ResourceName networkName(String id) {
    return ResourceName.of(GROUP + "Microsoft.Network/virtualNetworks/" + id);
  }

  static VirtualNetwork here() {
    return network("vnet-a", "eastus", "10.1.0.0/16");
  }

  static Peering side(String own, String remote, Peering.State state) {
    return new Peering(
        networkName(own).child("virtualNetworkPeerings", "to-" + remote),
        Meta.NEW,
        networkName(remote),
        true,
        false,
        false,
        false,
        state);
  }

  static Peering with(Peering side, boolean access, boolean lends, boolean borrows) {
    return new Peering(
        side.name(),
        side.meta(),
        side.remoteVirtualNetwork(),
        access,
        side.allowForwardedTraffic(),
        lends,
        borrows,
        side.state());
  }

  /** The endpoint's network is connected with this one. */
  Scene peered(VirtualNetwork other) {
    return peered(
        other,
        side("vnet-a", other.name().id(), Peering.State.CONNECTED),
        side(other.name().id(), "vnet-a", Peering.State.CONNECTED));
  }

  Scene peered(VirtualNetwork other, Peering own, Peering counterpart) {
    neighbours.add(new Neighbour(other, own, Optional.of(counterpart), List.of()));
    return this;
  }

  Scene oneSided(VirtualNetwork other, Peering own) {
    neighbours.add(new Neighbour(other, own, Optional.empty(), List.of()));
    return this;
  }

  /** The machine is in another network. */
  Scene from(VirtualNetwork network, String address) {
    source =
        Optional.of(
            new Source.Machine(
                new Surroundings(network, List.of(), List.of()),
                end(address),
                Optional.empty(),
                Optional.empty(),
                routes));
    return this;
  }

  Scene fromSite(VirtualNetworkGateway... gateways) {
    source = Optional.of(new Source.Site(site(gateways), List.of(gateways), end(SITE), routes));
    return this;
  }

  static final String SITE = "192.168.7.7";

  static OnPremisesNetwork site(VirtualNetworkGateway... gateways) {
    return new OnPremisesNetwork(
        ResourceName.of(GROUP + "Microsoft.Network/onPremisesNetworks/office"),
        Meta.NEW,
        List.of(Cidr.of("192.168.0.0/16")),
        List.of(gateways).stream().map(VirtualNetworkGateway::name).toList(),
        Map.of());
  }

  static VirtualNetworkGateway gateway(String network, VirtualNetworkGateway.Type type) {
    return new VirtualNetworkGateway(
        ResourceName.of(GROUP + "Microsoft.Network/virtualNetworkGateways/gw-" + network),
        Meta.NEW,
        "eastus",
        type,
        networkName(network),
        Map.of());
  }

  Scene providedFrom(ResourceName... networks) {
    providers = List.of(networks);
    return this;
  }

  Scene asked(AskedName... names) {
    asked = List.of(names);
    return this;
  }

  Scene connected(Label state, ActionCode action, boolean suspended) {
    connection = connection(state, action, suspended);
    return this;
  }

  private static ConnectionSummary connection(Label state, ActionCode action, boolean suspended) {
    return new ConnectionSummary(
        STORAGE.child("privateEndpointConnections", "pe.1"), state, "", action, suspended, 7);
  }

  Scene policies(EndpointNetworkPolicies wanted) {
    policies = wanted;
    return this;
  }

  Scene group(NetworkSecurityGroup wanted) {
    group = Optional.of(wanted);
    return this;
  }

  Scene sourceGroup(NetworkSecurityGroup wanted) {
    sourceGroup = Optional.of(wanted);
    return this;
  }

  /** What the subnet of the machine has for a route table. */
  Scene routes(Route... wanted) {
    routes =
        Optional.of(
            new RouteTable(
                ResourceName.of(GROUP + "Microsoft.Network/routeTables/rt"),
                Meta.NEW,
                "eastus",
                List.of(wanted),
                Map.of()));
    return this;
  }

  Surroundings surroundings() {
    return new Surroundings(here(), neighbours, sites);
  }

  Decision decide() {
    return Decision.of(new Situation(source(), endpoint(), Protocol.TCP));
  }

  Decision decideTo(Destination destination) {
    return Decision.of(new Situation(source(), destination, Protocol.TCP));
  }

  /** What one step found; a test that asks for one that was not made is wrong. */
  Finding step(Finding.Step step) {
    return step(decide(), step);
  }

  static Finding step(Decision decision, Finding.Step step) {
    return decision.trace().stream()
        .filter(finding -> finding.step() == step)
        .findFirst()
        .orElseThrow();
  }

  private Source source() {
    return source.orElseGet(() ->
        new Source.Machine(
            surroundings(), end("10.1.0.200"), Optional.empty(), sourceGroup, routes));
  }

  static FlowEnd end(String address) {
    return new FlowEnd(IpAddress.of(address), 50_000, List.of());
  }

  static FlowEnd at(String address) {
    return new FlowEnd(IpAddress.of(address), 443, List.of());
  }

  private Destination.Endpoint endpoint() {
    var subnet =
        new Subnet(
            networkName("vnet-a").child("subnets", "default"),
            Meta.NEW,
            List.of(Cidr.of("10.1.0.0/24")),
            policies,
            ServiceNetworkPolicies.ENABLED,
            List.of(),
            group.map(NetworkSecurityGroup::name),
            Optional.empty());
    var member = new EndpointMember("blob", "blob", List.of(IpAddress.of("10.1.0.5")), List.of());
    var endpoint =
        new PrivateEndpoint(
            ResourceName.of(GROUP + "Microsoft.Network/privateEndpoints/pe"),
            Meta.NEW,
            "eastus",
            subnet.name(),
            STORAGE,
            Optional.empty(),
            "pe",
            List.of("blob"),
            "",
            true,
            "",
            List.of(),
            "",
            List.of(),
            IpVersions.IPV4,
            List.of(member),
            ResourceName.of(GROUP + "Microsoft.Network/networkInterfaces/pe.nic"),
            connection,
            Map.of());
    return new Destination.Endpoint(
        endpoint, member, surroundings(), subnet, group, providers, asked, at("10.1.0.5"));
  }
}

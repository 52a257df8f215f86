package io.postern.server.reach;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.reach.model.Source;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.traffic.model.FlowEnd;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.RouteTable;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import java.util.List;
import java.util.Optional;

/** Loads where traffic starts. */
final class Sources {
  /** Azure's name for the subnet that gateways are in, whose routes hold for what they bring. */
  private static final String GATEWAY_SUBNET = "GatewaySubnet";

  private static final int MAX_SUBNETS = 3_000;

  private Sources() {}

  /** The network whose DNS view a place has; empty for an on-premises network by itself. */
  static Optional<ResourceName> view(ReadTx tx, Place place) {
    if (!place.onPremises()) return Optional.of(place.network());
    return gateways(tx, tx.get(OnPremisesNetwork.KIND, place.network())).stream()
        .map(VirtualNetworkGateway::virtualNetwork)
        .findFirst();
  }

  /**
   * @param v4 the IP version of the destination
   */
  static Source load(ReadTx tx, Place place, boolean v4) {
    return place.onPremises() ? site(tx, place, v4) : machine(tx, place, v4);
  }

  private static Source machine(ReadTx tx, Place place, boolean v4) {
    var network = tx.get(VirtualNetwork.KIND, place.network());
    var subnets = tx.list(Subnet.KIND, Scope.under(network.name()), "", MAX_SUBNETS);
    var prefixes =
        subnets.isEmpty()
            ? network.addressPrefixes()
            : subnets.stream().flatMap(subnet -> subnet.addressPrefixes().stream()).toList();
    var address = place.address().orElseGet(() -> some(prefixes, v4));
    requireWithin(network.addressPrefixes(), address, network.name());
    var subnet = around(subnets, address);
    return new Source.Machine(
        SurroundingsReads.of(tx, network),
        new FlowEnd(address, place.port(), place.groups()),
        subnet,
        subnet
            .flatMap(Subnet::networkSecurityGroup)
            .flatMap(name -> tx.find(NetworkSecurityGroup.KIND, name)),
        subnet.flatMap(Subnet::routeTable).flatMap(name -> tx.find(RouteTable.KIND, name)));
  }

  private static Source site(ReadTx tx, Place place, boolean v4) {
    var site = tx.get(OnPremisesNetwork.KIND, place.network());
    var address = place.address().orElseGet(() -> some(site.addressPrefixes(), v4));
    requireWithin(site.addressPrefixes(), address, site.name());
    var gateways = gateways(tx, site);
    var routes =
        gateways.stream()
            .map(gateway -> gateway.virtualNetwork().child("subnets", GATEWAY_SUBNET))
            .flatMap(name -> tx.find(Subnet.KIND, name).stream())
            .flatMap(subnet -> subnet.routeTable().stream())
            .flatMap(name -> tx.find(RouteTable.KIND, name).stream())
            .findFirst();
    return new Source.Site(
        site, gateways, new FlowEnd(address, place.port(), place.groups()), routes);
  }

  private static List<VirtualNetworkGateway> gateways(ReadTx tx, OnPremisesNetwork site) {
    return site.gateways().stream()
        .flatMap(name -> tx.find(VirtualNetworkGateway.KIND, name).stream())
        .toList();
  }

  /** An address that stands for any machine: the last one that a subnet gives to somebody. */
  private static IpAddress some(List<Cidr> prefixes, boolean v4) {
    var prefix =
        prefixes.stream()
            .filter(candidate -> candidate.isV4() == v4)
            .findFirst()
            .orElseGet(prefixes::getFirst);
    return prefix.length() < (prefix.isV4() ? 31 : 127) ? prefix.last().previous() : prefix.last();
  }

  private static void requireWithin(List<Cidr> prefixes, IpAddress address, ResourceName network) {
    if (prefixes.stream().anyMatch(prefix -> prefix.contains(address))) return;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        "source.ip_address",
        "The address "
            + address
            + " is not one of '"
            + network
            + "'; choose one in its address space, or leave it empty.");
  }

  static Optional<Subnet> around(List<Subnet> subnets, IpAddress address) {
    return subnets.stream()
        .filter(subnet ->
            subnet.addressPrefixes().stream().anyMatch(prefix -> prefix.contains(address)))
        .findFirst();
  }
}

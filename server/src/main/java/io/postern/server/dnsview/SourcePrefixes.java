package io.postern.server.dnsview;

import io.postern.dns.view.Prefix;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which addresses are counted to a network: its own, and those of the on-premises networks that its
 * gateways connect to it.
 */
final class SourcePrefixes {
  private final Map<ResourceName, List<Cidr>> ownOfNetwork = new HashMap<>();
  private final Map<ResourceName, ResourceName> networkOfGateway = new HashMap<>();
  private final Map<ResourceName, Set<ResourceName>> gatewaysOfNetwork = new HashMap<>();
  private final Map<ResourceName, OnPremisesNetwork> sites = new HashMap<>();
  private final Map<ResourceName, Set<ResourceName>> sitesOfGateway = new HashMap<>();

  void put(VirtualNetwork network) {
    ownOfNetwork.put(network.name(), network.addressPrefixes());
  }

  void remove(VirtualNetwork network) {
    ownOfNetwork.remove(network.name());
  }

  /** A gateway stays in its network. */
  void put(VirtualNetworkGateway gateway) {
    networkOfGateway.put(gateway.name(), gateway.virtualNetwork());
    add(gatewaysOfNetwork, gateway.virtualNetwork(), gateway.name());
  }

  void remove(VirtualNetworkGateway gateway) {
    networkOfGateway.remove(gateway.name());
    take(gatewaysOfNetwork, gateway.virtualNetwork(), gateway.name());
  }

  /** Returns the networks whose prefixes may be others now. */
  Set<ResourceName> put(OnPremisesNetwork site) {
    var networks = remove(site);
    sites.put(site.name(), site);
    for (var gateway : site.gateways()) add(sitesOfGateway, gateway, site.name());
    networks.addAll(networks(site));
    return networks;
  }

  /** Returns the networks whose prefixes may be others now. */
  Set<ResourceName> remove(OnPremisesNetwork site) {
    var before = sites.remove(site.name());
    if (before == null) return new HashSet<>();
    for (var gateway : before.gateways()) take(sitesOfGateway, gateway, site.name());
    return networks(before);
  }

  private Set<ResourceName> networks(OnPremisesNetwork site) {
    return site.gateways().stream()
        .flatMap(gateway -> Stream.ofNullable(networkOfGateway.get(gateway)))
        .collect(Collectors.toCollection(HashSet::new));
  }

  Set<Prefix> of(ResourceName network) {
    var connected =
        gatewaysOfNetwork.getOrDefault(network, Set.of()).stream()
            .flatMap(gateway -> sitesOfGateway.getOrDefault(gateway, Set.of()).stream())
            .flatMap(site -> Stream.ofNullable(sites.get(site)))
            .flatMap(site -> site.addressPrefixes().stream());
    return Stream.concat(ownOfNetwork.getOrDefault(network, List.of()).stream(), connected)
        .map(prefix -> Prefix.parse(prefix.toString()))
        .collect(Collectors.toSet());
  }

  private static void add(
      Map<ResourceName, Set<ResourceName>> sets, ResourceName key, ResourceName value) {
    sets.computeIfAbsent(key, absent -> new HashSet<>()).add(value);
  }

  private static void take(
      Map<ResourceName, Set<ResourceName>> sets, ResourceName key, ResourceName value) {
    sets.computeIfPresent(
        key,
        (same, values) -> {
          values.remove(value);
          return values.isEmpty() ? null : values;
        });
  }
}

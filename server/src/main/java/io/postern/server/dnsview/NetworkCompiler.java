package io.postern.server.dnsview;

import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.zone.model.ResolutionPolicy;
import io.postern.server.zone.model.VirtualNetworkLink;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Virtual networks, peerings and links as views: what each network sees, and whose claims it
 * prefers after its own.
 */
final class NetworkCompiler {
  private final Ids networkIds;
  private final ZoneContents zones;
  private final Map<ResourceName, Map<ResourceName, Peering>> peerings = new HashMap<>();

  NetworkCompiler(Ids networkIds, ZoneContents zones) {
    this.networkIds = networkIds;
    this.zones = zones;
  }

  ZoneIndex put(ZoneIndex index, VirtualNetwork network) {
    var prefixes =
        network.addressPrefixes().stream()
            .map(prefix -> Prefix.parse(prefix.toString()))
            .collect(Collectors.toSet());
    return index.withNetwork(network.name().key(), view(index, network.name()), prefixes);
  }

  ZoneIndex remove(ZoneIndex index, VirtualNetwork network) {
    int id = networkIds.of(network.name());
    networkIds.forget(network.name());
    peerings.remove(network.name());
    return index.view(id) == null ? index : index.withoutNetwork(id);
  }

  ZoneIndex put(ZoneIndex index, Peering peering) {
    peerings
        .computeIfAbsent(peering.virtualNetwork(), absent -> new TreeMap<>())
        .put(peering.name(), peering);
    return withPeers(index, peering.virtualNetwork());
  }

  ZoneIndex remove(ZoneIndex index, Peering peering) {
    peerings.getOrDefault(peering.virtualNetwork(), new TreeMap<>()).remove(peering.name());
    return withPeers(index, peering.virtualNetwork());
  }

  /** The oldest connected peer is preferred. */
  private ZoneIndex withPeers(ZoneIndex index, ResourceName network) {
    if (index.view(networkIds.of(network)) == null) return index;
    var peers =
        peerings.getOrDefault(network, Map.of()).values().stream()
            .filter(Peering::isConnected)
            .sorted(Comparator.comparing(peering -> peering.meta().created()))
            .map(peering -> networkIds.of(peering.remoteVirtualNetwork()))
            .distinct()
            .toList();
    return index.withView(view(index, network).withPeers(peers));
  }

  ZoneIndex put(ZoneIndex index, VirtualNetworkLink link) {
    var redirects = link.resolutionPolicy() == ResolutionPolicy.NX_DOMAIN_REDIRECT;
    var view = view(index, link.virtualNetwork());
    return index.withView(
        view.withLink(DnsRecords.name(link.apex()), new Link(zones.idOf(link.zone()), redirects)));
  }

  ZoneIndex remove(ZoneIndex index, VirtualNetworkLink link) {
    // A network that goes takes its links along; then there is no view left to change.
    if (index.view(networkIds.of(link.virtualNetwork())) == null) return index;
    return index.withView(
        view(index, link.virtualNetwork()).withoutLink(DnsRecords.name(link.apex())));
  }

  private NetworkView view(ZoneIndex index, ResourceName network) {
    int id = networkIds.of(network);
    var known = index.view(id);
    return known == null ? NetworkView.of(id, true) : known;
  }
}

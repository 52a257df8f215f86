package io.postern.server.dnsview;

import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import io.postern.server.zone.model.ResolutionPolicy;
import io.postern.server.zone.model.VirtualNetworkLink;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Virtual networks, peerings and links as views: what each network sees, whose claims it prefers
 * after its own, and which addresses are counted to it.
 */
final class NetworkCompiler {
  private final Ids networkIds;
  private final ZoneContents zones;
  private final SourcePrefixes sources = new SourcePrefixes();
  private final Map<ResourceName, Map<ResourceName, Peering>> peerings = new HashMap<>();

  NetworkCompiler(Ids networkIds, ZoneContents zones) {
    this.networkIds = networkIds;
    this.zones = zones;
  }

  ZoneIndex put(ZoneIndex index, VirtualNetwork network) {
    sources.put(network);
    return index.withNetwork(
        network.name().key(), view(index, network.name()), sources.of(network.name()));
  }

  ZoneIndex remove(ZoneIndex index, VirtualNetwork network) {
    int id = networkIds.of(network.name());
    networkIds.forget(network.name());
    peerings.remove(network.name());
    sources.remove(network);
    return index.view(id) == null ? index : index.withoutNetwork(id);
  }

  ZoneIndex put(ZoneIndex index, VirtualNetworkGateway gateway) {
    sources.put(gateway);
    return withSources(index, gateway.virtualNetwork());
  }

  ZoneIndex remove(ZoneIndex index, VirtualNetworkGateway gateway) {
    sources.remove(gateway);
    return withSources(index, gateway.virtualNetwork());
  }

  ZoneIndex put(ZoneIndex index, OnPremisesNetwork site) {
    return withSources(index, sources.put(site));
  }

  ZoneIndex remove(ZoneIndex index, OnPremisesNetwork site) {
    return withSources(index, sources.remove(site));
  }

  private ZoneIndex withSources(ZoneIndex index, Set<ResourceName> networks) {
    var changed = index;
    for (var network : networks) changed = withSources(changed, network);
    return changed;
  }

  private ZoneIndex withSources(ZoneIndex index, ResourceName network) {
    var view = index.view(networkIds.of(network));
    return view == null ? index : index.withNetwork(network.key(), view, sources.of(network));
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
    return known == null ? zones.withClaimed(NetworkView.of(id, true)) : known;
  }
}

package io.postern.server.dnsview;

import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import io.postern.server.zone.model.ResolutionPolicy;
import io.postern.server.zone.model.VirtualNetworkLink;
import java.util.ArrayList;
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
  private final Catalogs catalogs;
  private final SourcePrefixes sources = new SourcePrefixes();
  private final Map<ResourceName, Map<ResourceName, Peering>> peerings = new HashMap<>();

  NetworkCompiler(Ids networkIds, ZoneContents zones, Catalogs catalogs) {
    this.networkIds = networkIds;
    this.zones = zones;
    this.catalogs = catalogs;
  }

  ZoneIndex put(ZoneIndex index, VirtualNetwork network, Revision revision) {
    sources.put(network);
    var catalogued = catalogs.begin(index, networkIds.of(network.name()), revision);
    return catalogued.withNetwork(
        network.name().key(), view(index, network.name()), sources.of(network.name()));
  }

  ZoneIndex remove(ZoneIndex index, VirtualNetwork network) {
    int id = networkIds.of(network.name());
    networkIds.forget(network.name());
    peerings.remove(network.name());
    sources.remove(network);
    return index.view(id) == null ? index : catalogs.end(index.withoutNetwork(id), id);
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

  ZoneIndex put(ZoneIndex index, Peering peering, Revision revision) {
    peerings
        .computeIfAbsent(peering.virtualNetwork(), absent -> new TreeMap<>())
        .put(peering.name(), peering);
    return withPeers(index, peering.virtualNetwork(), revision);
  }

  ZoneIndex remove(ZoneIndex index, Peering peering, Revision revision) {
    peerings.getOrDefault(peering.virtualNetwork(), new TreeMap<>()).remove(peering.name());
    return withPeers(index, peering.virtualNetwork(), revision);
  }

  /** The oldest connected peer is preferred. */
  private ZoneIndex withPeers(ZoneIndex index, ResourceName network, Revision revision) {
    if (index.view(networkIds.of(network)) == null) return index;
    var peers =
        peerings.getOrDefault(network, Map.of()).values().stream()
            .filter(Peering::isConnected)
            .sorted(Comparator.comparing(peering -> peering.meta().created()))
            .map(peering -> networkIds.of(peering.remoteVirtualNetwork()))
            .distinct()
            .toList();
    var before = view(index, network);
    return before.peers().equals(peers)
        ? index
        : touched(index.withView(before.withPeers(peers)), before, revision);
  }

  /** Whose claims the network is answered with is chosen anew in all zones that it sees. */
  private static ZoneIndex touched(ZoneIndex index, NetworkView view, Revision revision) {
    var zoneIds = new ArrayList<Integer>();
    view.links().forEach((apex, link) -> zoneIds.add(link.zoneId()));
    var changed = index;
    for (int zoneId : zoneIds) changed = ZoneContents.touched(changed, zoneId, revision);
    return changed;
  }

  ZoneIndex put(ZoneIndex index, VirtualNetworkLink link, Revision revision) {
    if (catalogs.isCalled(DnsRecords.name(link.apex()))) return index;
    var redirects = link.resolutionPolicy() == ResolutionPolicy.NX_DOMAIN_REDIRECT;
    var view = view(index, link.virtualNetwork());
    int zone = zones.idOf(link.zone());
    var linked =
        index.withView(view.withLink(DnsRecords.name(link.apex()), new Link(zone, redirects)));
    // The zone may stand in the place of another one of its name, whose serial was higher.
    var touched = ZoneContents.touched(linked, zone, revision);
    return catalogs.add(touched, view.networkId(), link, revision);
  }

  ZoneIndex remove(ZoneIndex index, VirtualNetworkLink link, Revision revision) {
    if (catalogs.isCalled(DnsRecords.name(link.apex()))) return index;
    // A network that goes takes its links along; then there is no view left to change.
    if (index.view(networkIds.of(link.virtualNetwork())) == null) return index;
    var view = view(index, link.virtualNetwork());
    return catalogs.remove(
        index.withView(view.withoutLink(DnsRecords.name(link.apex()))),
        view.networkId(),
        link,
        revision);
  }

  private NetworkView view(ZoneIndex index, ResourceName network) {
    int id = networkIds.of(network);
    var known = index.view(id);
    return known == null ? catalogs.in(zones.withClaimed(NetworkView.of(id, true))) : known;
  }
}

package io.postern.server.dnsview;

import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.model.PrivateDnsZone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * In which zones the endpoints of each network have claims, linked to it or not, so that DNS can
 * tell a network that a zone of its own is not linked. Counted by endpoint: the zone is forgotten
 * with the last.
 */
final class ClaimedZones {
  private final Ids zoneIds;
  private final Map<Integer, Map<ResourceName, Integer>> counts = new HashMap<>();

  ClaimedZones(Ids zoneIds) {
    this.zoneIds = zoneIds;
  }

  ZoneIndex add(ZoneIndex index, int network, ResourceName zone) {
    var count =
        counts.computeIfAbsent(network, absent -> new TreeMap<>()).merge(zone, 1, Integer::sum);
    return count == 1 ? told(index, network, zone) : index;
  }

  ZoneIndex remove(ZoneIndex index, int network, ResourceName zone) {
    var ofNetwork = counts.getOrDefault(network, new TreeMap<>());
    var left = ofNetwork.computeIfPresent(zone, (it, count) -> count == 1 ? null : count - 1);
    if (left != null) return index;
    if (ofNetwork.isEmpty()) counts.remove(network);
    return told(index, network, zone);
  }

  private ZoneIndex told(ZoneIndex index, int network, ResourceName zone) {
    var view = index.view(network);
    return view == null ? index : index.withView(with(view, zone));
  }

  /** A view that is new, with what the network's endpoints claim. */
  NetworkView in(NetworkView view) {
    var told = view;
    for (var zone : counts.getOrDefault(view.networkId(), Map.of()).keySet())
      told = with(told, zone);
    return told;
  }

  private NetworkView with(NetworkView view, ResourceName zone) {
    var apex = PrivateDnsZone.apex(zone);
    List<Integer> ids =
        counts.getOrDefault(view.networkId(), Map.of()).keySet().stream()
            .filter(other -> PrivateDnsZone.apex(other).equals(apex))
            .map(zoneIds::of)
            .toList();
    return view.withClaimed(DnsRecords.name(apex), ids);
  }
}

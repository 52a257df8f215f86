package io.postern.dns.view;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.PersistentMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one network sees: the zones linked to it by their apex, and whose claims it prefers after
 * its own.
 *
 * @param peers networks whose claims it may use, most preferred first; not its own id
 * @param recursionAllowed whether names that are nowhere ours are asked upstream
 */
public record NetworkView(
    int networkId,
    PersistentMap<DnsName, Link> links,
    List<Integer> peers,
    boolean recursionAllowed) {

  public NetworkView {
    peers = List.copyOf(peers);
    if (peers.contains(networkId)) {
      throw new IllegalArgumentException("network " + networkId + " is not a peer of itself");
    }
  }

  /** The view of a network without links or peers. */
  public static NetworkView of(int networkId, boolean recursionAllowed) {
    return new NetworkView(networkId, PersistentMap.empty(), List.of(), recursionAllowed);
  }

  public NetworkView withLink(DnsName apex, Link link) {
    return new NetworkView(networkId, links.with(apex, link), peers, recursionAllowed);
  }

  public NetworkView withoutLink(DnsName apex) {
    return new NetworkView(networkId, links.without(apex), peers, recursionAllowed);
  }

  public NetworkView withPeers(List<Integer> networkIds) {
    return new NetworkView(networkId, links, networkIds, recursionAllowed);
  }

  public NetworkView withRecursionAllowed(boolean allowed) {
    return new NetworkView(networkId, links, peers, allowed);
  }

  /** The link to the longest zone that {@code name} lies in. */
  public @Nullable Link linkFor(DnsName name) {
    if (links.isEmpty()) {
      return null;
    }
    for (var apex = name; ; apex = apex.parent()) {
      var link = links.get(apex);
      if (link != null || apex.isRoot()) {
        return link;
      }
    }
  }
}

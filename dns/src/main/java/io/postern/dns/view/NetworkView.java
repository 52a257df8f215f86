package io.postern.dns.view;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.PersistentMap;
import java.util.List;

/**
 * What one network sees: the zones linked to it by their apex, whose claims it prefers after its
 * own, and whom names outside these zones are asked of.
 *
 * @param rules come after the zones and before the public side
 * @param peers networks whose claims it may use, most preferred first; not its own id
 * @param recursionAllowed whether names that are nowhere ours are asked upstream
 */
public record NetworkView(
    int networkId,
    PersistentMap<DnsName, Link> links,
    List<Integer> peers,
    ForwardRules rules,
    boolean recursionAllowed) {

  /** The id of clients that belong to no network; claims and peers never have it. */
  public static final int NO_NETWORK = -1;

  public NetworkView {
    peers = List.copyOf(peers);
    if (peers.contains(networkId)) {
      throw new IllegalArgumentException("network " + networkId + " is not a peer of itself");
    }
  }

  /** The view of a network without links, peers or rules. */
  public static NetworkView of(int networkId, boolean recursionAllowed) {
    return new NetworkView(
        networkId, PersistentMap.empty(), List.of(), ForwardRules.none(), recursionAllowed);
  }

  public NetworkView withLink(DnsName apex, Link link) {
    return new NetworkView(networkId, links.with(apex, link), peers, rules, recursionAllowed);
  }

  public NetworkView withoutLink(DnsName apex) {
    return new NetworkView(networkId, links.without(apex), peers, rules, recursionAllowed);
  }

  public NetworkView withPeers(List<Integer> networkIds) {
    return new NetworkView(networkId, links, networkIds, rules, recursionAllowed);
  }

  public NetworkView withRules(ForwardRules others) {
    return new NetworkView(networkId, links, peers, others, recursionAllowed);
  }

  public NetworkView withRecursionAllowed(boolean allowed) {
    return new NetworkView(networkId, links, peers, rules, allowed);
  }
}

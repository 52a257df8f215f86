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
 * @param claimed the zones that its own endpoints have claims in, by their apex, linked or not;
 *     they add nothing to what it sees and only tell why it does not see them
 * @param recursionAllowed whether names that are nowhere ours are asked upstream
 */
public record NetworkView(
    int networkId,
    PersistentMap<DnsName, Link> links,
    List<Integer> peers,
    ForwardRules rules,
    PersistentMap<DnsName, List<Integer>> claimed,
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
        networkId,
        PersistentMap.empty(),
        List.of(),
        ForwardRules.none(),
        PersistentMap.empty(),
        recursionAllowed);
  }

  public NetworkView withLink(DnsName apex, Link link) {
    return withLinks(links.with(apex, link));
  }

  public NetworkView withoutLink(DnsName apex) {
    return withLinks(links.without(apex));
  }

  private NetworkView withLinks(PersistentMap<DnsName, Link> changed) {
    return new NetworkView(networkId, changed, peers, rules, claimed, recursionAllowed);
  }

  public NetworkView withPeers(List<Integer> networkIds) {
    return new NetworkView(networkId, links, networkIds, rules, claimed, recursionAllowed);
  }

  public NetworkView withRules(ForwardRules others) {
    return new NetworkView(networkId, links, peers, others, claimed, recursionAllowed);
  }

  /** The zones of this apex that its own endpoints have claims in; none removes them. */
  public NetworkView withClaimed(DnsName apex, List<Integer> zoneIds) {
    var changed =
        zoneIds.isEmpty() ? claimed.without(apex) : claimed.with(apex, List.copyOf(zoneIds));
    return new NetworkView(networkId, links, peers, rules, changed, recursionAllowed);
  }

  public NetworkView withRecursionAllowed(boolean allowed) {
    return new NetworkView(networkId, links, peers, rules, claimed, allowed);
  }
}

package io.postern.dns.lookup;

import io.postern.dns.view.NetworkView;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of the claims on a name answer a network, by the policy of the zone. */
final class ClaimChoice {
  private ClaimChoice() {}

  /** The live claims that answer {@code asker}; empty when none does, so the name is dormant. */
  static List<Claim> choose(Node node, ClaimPolicy policy, NetworkView asker) {
    return switch (policy) {
      case PER_NETWORK -> perNetwork(node, asker);
      case FIRST_WINS -> oldest(node);
      case ALL -> live(node.claims());
    };
  }

  /**
   * A network with a claim of its own is answered by that or not at all: while its connection waits
   * for approval it must not be sent to another network's endpoint, which it may not even reach.
   */
  private static List<Claim> perNetwork(Node node, NetworkView asker) {
    var own = node.claimsOf(asker.networkId());
    if (!own.isEmpty()) {
      return live(own);
    }
    for (var peer : asker.peers()) {
      var ofPeer = live(node.claimsOf(peer));
      if (!ofPeer.isEmpty()) {
        return ofPeer;
      }
    }
    var oldest = node.oldestLiveClaim();
    return oldest == null ? List.of() : live(node.claimsOf(oldest.networkId()));
  }

  /** The claims of the oldest endpoint, whose members share its order. */
  private static List<Claim> oldest(Node node) {
    var oldest = node.oldestLiveClaim();
    return oldest == null
        ? List.of()
        : node.claimsOf(oldest.networkId()).stream()
            .filter(claim -> claim.live() && claim.order() == oldest.order())
            .toList();
  }

  private static List<Claim> live(List<Claim> claims) {
    return claims.stream().filter(Claim::live).toList();
  }

  /**
   * All addresses of one family that the claims hold, as one record set with the smallest TTL; null
   * if they hold none.
   */
  static @Nullable RecordSet merged(List<Claim> claims, RecordType type) {
    var sets = new ArrayList<RecordSet>();
    for (var claim : claims) {
      for (var set : claim.recordSets()) {
        if (set.type().equals(type)) {
          sets.add(set);
        }
      }
    }
    if (sets.size() <= 1) {
      return sets.isEmpty() ? null : sets.getFirst();
    }
    var rdata = new LinkedHashSet<Rdata>();
    sets.forEach(set -> rdata.addAll(set.rdata()));
    var ttl = sets.stream().mapToInt(RecordSet::ttlSeconds).min().orElseThrow();
    return new RecordSet(type, ttl, List.copyOf(rdata));
  }
}

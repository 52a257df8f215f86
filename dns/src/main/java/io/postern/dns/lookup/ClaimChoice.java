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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which of the claims on a name answer a network, by the policy of the zone. */
public final class ClaimChoice {
  private ClaimChoice() {}

  /** The live claims that answer {@code asker}; empty when none does, so the name is dormant. */
  public static List<Claim> choose(Node node, ClaimPolicy policy, NetworkView asker) {
    var pick = new ClaimPick();
    pick.pick(node, policy, asker);
    return IntStream.range(0, pick.count())
        .mapToObj(i -> node.claims().get(pick.claim(i)))
        .toList();
  }

  /**
   * All addresses of one family that the claims hold, as one record set with the smallest TTL; null
   * if they hold none.
   */
  public static @Nullable RecordSet merged(List<Claim> claims, RecordType type) {
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

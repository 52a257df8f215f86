package io.postern.dns.snapshot;

import io.postern.dns.lookup.ClaimChoice;
import io.postern.dns.view.NetworkView;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.ClaimState;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.PackedNode;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.Zone;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Leaves of the claims on a name those that some networks can be answered with: their own, their
 * peers', and what the policy of the zone has them answered with besides. Where others have claims
 * and none of these, it stays known that the name is claimed, and nothing of by whom or with what.
 */
final class ClaimCut {
  /** In place of others' claims: never given as an answer, for it is not live. */
  private static final Claim SOMEBODY =
      new Claim(
          Integer.MAX_VALUE,
          0,
          ClaimState.DISCONNECTED,
          List.of(RecordSet.addresses(0, List.of(InetAddress.ofLiteral("0.0.0.0")))));

  private final List<NetworkView> views;
  private final Set<Integer> networks = new HashSet<>();

  ClaimCut(List<NetworkView> views) {
    this.views = views;
    for (var view : views) {
      networks.add(view.networkId());
      networks.addAll(view.peers());
    }
  }

  /** The name of a zone with the claims that are left; the same array if all are. */
  byte[] of(byte[] packed, Zone zone) {
    if (new PackedNode().on(packed).claimCount() == 0) {
      return packed;
    }
    var node = PackedNode.unpack(packed);
    var left = new ArrayList<Claim>();
    for (var claim : node.claims()) {
      if (networks.contains(claim.networkId()) || isChosen(claim, node, zone)) {
        left.add(claim);
      }
    }
    if (left.size() == node.claims().size()) {
      return packed;
    }
    var cut = new Node(node.recordSets(), left.isEmpty() ? List.of(SOMEBODY) : left);
    return PackedNode.pack(
        PackedNode.name(packed, zone.apex()), zone.apex(), cut, PackedNode.children(packed));
  }

  private boolean isChosen(Claim claim, Node node, Zone zone) {
    return views.stream()
        .anyMatch(view -> ClaimChoice.choose(node, zone.claimPolicy(), view).contains(claim));
  }
}

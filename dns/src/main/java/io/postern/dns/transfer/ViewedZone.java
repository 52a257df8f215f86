package io.postern.dns.transfer;

import io.postern.dns.lookup.ClaimChoice;
import io.postern.dns.view.NetworkView;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A zone as one network is answered from it: the records made by hand, and where the network is
 * answered with claims, those. Claims that it is not answered with are not there, nor the names
 * that have nothing else.
 *
 * <p>What comes from elsewhere, upstream or from the public side, is not part of a zone. Immutable.
 *
 * @param networkKey what configuration calls the network: unlike ids, it means the same in every
 *     index
 */
public record ViewedZone(Zone zone, NetworkView view, String networkKey) {
  private static final List<RecordType> CLAIMED = List.of(RecordType.A, RecordType.AAAA);

  /** The serial of the SOA. */
  public int serial() {
    return (int) zone.revision();
  }

  public OwnedSet soa() {
    return zone.soa();
  }

  /** Gives every record set but the SOA, those of a name one after the other. */
  public void forEachSet(Consumer<OwnedSet> action) {
    zone.forEachNode(
        (name, node) -> sets(node).forEach(set -> action.accept(new OwnedSet(name, set))));
  }

  /** What this network is answered with from a node of the zone. */
  List<RecordSet> sets(Node node) {
    // An alias stands for whatever else is asked for.
    if (node.claims().isEmpty() || node.recordSet(RecordType.CNAME) != null) {
      return node.recordSets();
    }
    var chosen = ClaimChoice.choose(node, zone.claimPolicy(), view);
    var sets = new ArrayList<>(node.recordSets());
    for (var type : CLAIMED) {
      var claimed = node.recordSet(type) == null ? ClaimChoice.merged(chosen, type) : null;
      if (claimed != null) {
        sets.add(claimed);
      }
    }
    return sets;
  }

  /**
   * Whether another version differs from this one only where the zones do: both are chosen from the
   * claims in the same way.
   */
  boolean isChosenAs(ViewedZone other) {
    return view.networkId() == other.view.networkId()
        && view.peers().equals(other.view.peers())
        && zone.claimPolicy() == other.zone.claimPolicy();
  }
}

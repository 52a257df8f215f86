package io.postern.dns.transfer;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.Zone;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records that one version of a zone has and another has not, the SOA left aside. What came and
 * went between the two is not in it (RFC 1995 §6).
 *
 * @param removed in the first version alone; a record whose TTL has changed is in both lists
 * @param added in the second version alone
 */
public record Difference(List<OwnedSet> removed, List<OwnedSet> added) {
  public Difference {
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }

  /**
   * What leads from one version to the other.
   *
   * @param most records that it may have; empty if there are more
   */
  static Optional<Difference> between(ViewedZone from, ViewedZone to, int most) {
    var walk = new Walk(from, to, most);
    Zone.compare(from.zone(), to.zone(), !from.isChosenAs(to), walk::compare);
    return walk.left < 0 ? Optional.empty() : Optional.of(new Difference(walk.removed, walk.added));
  }

  /** Goes through the names that may differ. */
  private static final class Walk {
    private final ViewedZone from;
    private final ViewedZone to;
    private final List<OwnedSet> removed = new ArrayList<>();
    private final List<OwnedSet> added = new ArrayList<>();
    private int left;

    Walk(ViewedZone from, ViewedZone to, int most) {
      this.from = from;
      this.to = to;
      this.left = most;
    }

    void compare(DnsName name, Node before, Node after) {
      if (left < 0) {
        return;
      }
      var was = from.sets(before);
      var is = to.sets(after);
      was.forEach(set -> add(removed, name, missing(set, is)));
      is.forEach(set -> add(added, name, missing(set, was)));
    }

    /** The records of a set that are not among others; null if all of them are. */
    private static @Nullable RecordSet missing(RecordSet set, List<RecordSet> others) {
      for (var other : others) {
        if (other.type().equals(set.type()) && other.ttlSeconds() == set.ttlSeconds()) {
          var rest = new LinkedHashSet<Rdata>(set.rdata());
          other.rdata().forEach(rest::remove);
          return rest.isEmpty()
              ? null
              : new RecordSet(set.type(), set.ttlSeconds(), List.copyOf(rest));
        }
      }
      return set;
    }

    private void add(List<OwnedSet> list, DnsName name, @Nullable RecordSet set) {
      if (set != null) {
        list.add(new OwnedSet(name, set));
        left -= set.rdata().size();
      }
    }
  }
}

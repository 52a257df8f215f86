package io.postern.dns.master;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands at one name, while its records come one by one. */
final class Draft {
  private final DnsName owner;
  private final List<Growing> sets = new ArrayList<>(2);

  private record Growing(RecordType type, int ttlSeconds, Set<Rdata> rdata) {
    RecordSet done() {
      return new RecordSet(type, ttlSeconds, List.copyOf(rdata));
    }
  }

  /**
   * @param before what earlier lines have put at the name
   */
  Draft(DnsName owner, @Nullable Node before) {
    this.owner = owner;
    if (before != null)
      before
          .recordSets()
          .forEach(set ->
              sets.add(
                  new Growing(set.type(), set.ttlSeconds(), new LinkedHashSet<>(set.rdata()))));
  }

  DnsName owner() {
    return owner;
  }

  boolean isEmpty() {
    return sets.isEmpty();
  }

  boolean has(RecordType type) {
    return find(type) != null;
  }

  boolean has(RecordType type, Rdata rdata) {
    var set = find(type);
    return set != null && set.rdata().contains(rdata);
  }

  private @Nullable Growing find(RecordType type) {
    for (var set : sets) {
      if (set.type().equals(type)) return set;
    }
    return null;
  }

  /**
   * Adds a record; one that is there already changes nothing (RFC 2181 §5).
   *
   * @return the TTL that its set has: that of its first record, as all of a set have one (RFC 2181
   *     §5.2)
   */
  int add(RecordType type, int ttlSeconds, Rdata rdata) {
    var set = find(type);
    if (set == null) {
      set = new Growing(type, ttlSeconds, new LinkedHashSet<>(2));
      sets.add(set);
    }
    set.rdata().add(rdata);
    return set.ttlSeconds();
  }

  /** How many records of the type there are. */
  int count(RecordType type) {
    var set = find(type);
    return set == null ? 0 : set.rdata().size();
  }

  /** In the order of their types, so that one answers for ANY wherever it stands in the file. */
  Node done() {
    sets.sort(Comparator.comparingInt(set -> set.type().code()));
    return new Node(sets.stream().map(Growing::done).toList(), List.of());
  }
}

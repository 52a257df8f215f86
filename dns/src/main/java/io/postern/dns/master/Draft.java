package io.postern.dns.master;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands at one name, while its records come one by one. */
final class Draft {
  /** A record takes twelve octets of a message at least: no message holds a set of more. */
  private static final int MAX_RECORDS = 0xffff / 12;

  private final DnsName owner;
  private final List<Growing> sets = new ArrayList<>(2);

  /** A set that grows. Most have one record or two, and some thousands. */
  private static final class Growing {
    private static final int FEW = 8;

    private final RecordType type;
    private final int ttlSeconds;
    private Collection<Rdata> rdata = new ArrayList<>(1);

    Growing(RecordType type, int ttlSeconds) {
      this.type = type;
      this.ttlSeconds = ttlSeconds;
    }

    boolean add(Rdata record) {
      if (rdata.size() == FEW) rdata = new LinkedHashSet<>(rdata);
      return !rdata.contains(record) && rdata.add(record);
    }

    RecordSet done() {
      return new RecordSet(type, ttlSeconds, List.copyOf(rdata));
    }
  }

  /**
   * @param before what earlier lines have put at the name
   */
  Draft(DnsName owner, @Nullable Node before) {
    this.owner = owner;
    if (before == null) return;
    for (var set : before.recordSets()) {
      var growing = new Growing(set.type(), set.ttlSeconds());
      set.rdata().forEach(growing::add);
      sets.add(growing);
    }
  }

  DnsName owner() {
    return owner;
  }

  boolean isEmpty() {
    return sets.isEmpty();
  }

  /** Whether there is anything that may not stand beside a CNAME. */
  boolean hasMoreThanAlias() {
    for (var set : sets) {
      if (!set.type.equals(RecordType.CNAME) && !set.type.mayStandBesideCname()) return true;
    }
    return false;
  }

  boolean has(RecordType type) {
    return find(type) != null;
  }

  boolean has(RecordType type, Rdata rdata) {
    var set = find(type);
    return set != null && set.rdata.contains(rdata);
  }

  private @Nullable Growing find(RecordType type) {
    for (var set : sets) {
      if (set.type.equals(type)) return set;
    }
    return null;
  }

  /** The TTL of a set, which is that of its first record; otherwise the one given. */
  int ttlSeconds(RecordType type, int otherwise) {
    var set = find(type);
    return set == null ? otherwise : set.ttlSeconds;
  }

  /** Adds a record; false if it is there already, which changes nothing (RFC 2181 §5). */
  boolean add(RecordType type, int ttlSeconds, Rdata rdata) {
    var set = find(type);
    if (set == null) {
      set = new Growing(type, ttlSeconds);
      sets.add(set);
    }
    if (set.rdata.size() == MAX_RECORDS)
      throw new WrongEntry("a set of more than " + MAX_RECORDS + " records fits no message");
    return set.add(rdata);
  }

  /** In the order of their types, so that one answers for ANY wherever it stands in the file. */
  Node done() {
    sets.sort(Comparator.comparingInt(set -> set.type.code()));
    var done = new ArrayList<RecordSet>(sets.size());
    for (var set : sets) done.add(set.done());
    return new Node(done, List.of());
  }
}

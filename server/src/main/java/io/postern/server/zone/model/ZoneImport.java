package io.postern.server.zone.model;

import io.postern.server.kernel.ResourceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an import does to the record sets made by hand of a zone, decided from those that are wanted
 * and those that are there.
 *
 * @param conflicts wanted sets that cannot stand with another at their name, with its type; while
 *     there are any, nothing of the import can be done
 */
public record ZoneImport(
    List<RecordSet> created,
    List<RecordSet> updated,
    List<RecordSet> deleted,
    int unchanged,
    Map<ResourceName, RecordType> conflicts) {
  /** What becomes of record sets that are not among the wanted ones. */
  public enum Mode {
    /** They stay. */
    MERGE,

    /** They are deleted. */
    REPLACE
  }

  public ZoneImport {
    created = List.copyOf(created);
    updated = List.copyOf(updated);
    deleted = List.copyOf(deleted);
    conflicts = Map.copyOf(conflicts);
  }

  /** Decides; both collections have each name once, and the lists come in order of the names. */
  public static ZoneImport decide(
      Collection<RecordSet> there, Collection<RecordSet> wanted, Mode mode) {
    var rest = new TreeMap<ResourceName, RecordSet>();
    for (var set : there) rest.put(set.name(), set);
    var inOrder = new TreeMap<ResourceName, RecordSet>();
    for (var set : wanted) inOrder.put(set.name(), set);
    var created = new ArrayList<RecordSet>();
    var updated = new ArrayList<RecordSet>();
    int unchanged = 0;
    for (var set : inOrder.values()) {
      var current = rest.remove(set.name());
      if (current == null) created.add(set);
      else if (current.saysTheSameAs(set)) unchanged++;
      else updated.add(current.with(set.ttlSeconds(), set.records()));
    }
    boolean isReplaced = mode == Mode.REPLACE;
    var deleted = isReplaced ? List.copyOf(rest.values()) : List.<RecordSet>of();
    if (isReplaced) rest.clear();
    return new ZoneImport(
        created, updated, deleted, unchanged, conflicts(inOrder.values(), rest.values()));
  }

  /**
   * Those that a CNAME does not stand beside (RFC 1034 §3.6.2), among all sets that there will be.
   */
  private static Map<ResourceName, RecordType> conflicts(
      Collection<RecordSet> wanted, Collection<RecordSet> kept) {
    var types = new HashMap<String, Set<RecordType>>();
    types.put("@", EnumSet.of(RecordType.SOA));
    for (var sets : List.of(wanted, kept)) {
      for (var set : sets)
        types
            .computeIfAbsent(set.relativeName(), none -> EnumSet.noneOf(RecordType.class))
            .add(set.type());
    }
    var conflicts = new LinkedHashMap<ResourceName, RecordType>();
    for (var set : wanted) {
      for (var other : types.getOrDefault(set.relativeName(), Set.of())) {
        boolean isConflict =
            other != set.type() && (other == RecordType.CNAME || set.type() == RecordType.CNAME);
        if (isConflict) conflicts.putIfAbsent(set.name(), other);
      }
    }
    return conflicts;
  }
}

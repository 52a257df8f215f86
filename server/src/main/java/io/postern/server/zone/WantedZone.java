package io.postern.server.zone;

import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.Soa;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a zone file wants of a zone.
 *
 * @param sets the record sets by name, in the order of the file
 * @param soa the values of the file's SOA record
 */
record WantedZone(Map<ResourceName, WantedSet> sets, Optional<Soa> soa, List<Skipped> skipped) {
  WantedZone {
    sets = new LinkedHashMap<>(sets);
    skipped = List.copyOf(skipped);
  }

  /**
   * A record set of the file.
   *
   * @param line where its first record stands
   */
  record WantedSet(int line, RecordSet set) {}

  /** A record that is left out, and why. */
  record Skipped(int line, String explanation) {}

  List<RecordSet> recordSets() {
    return sets.values().stream().map(WantedSet::set).toList();
  }
}

package io.postern.dns.zonefile;

import java.util.List;

/**
 * What a zone file says: its records in their order, and each entry that could not be read. One bad
 * entry hides none of the others.
 */
public record ParsedZoneFile(List<ZoneFileRecord> records, List<ZoneFileFault> faults) {
  public ParsedZoneFile {
    records = List.copyOf(records);
    faults = List.copyOf(faults);
  }
}

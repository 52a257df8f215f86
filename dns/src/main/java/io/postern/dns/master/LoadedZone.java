package io.postern.dns.master;

import io.postern.dns.zone.Zone;
import java.util.List;

/**
 * A zone as its file has it.
 *
 * @param records how many it holds, the SOA included
 * @param warnings what is odd about it and keeps nobody from serving it; at most twenty
 */
public record LoadedZone(Zone zone, long records, List<Fault> warnings) {
  public LoadedZone {
    warnings = List.copyOf(warnings);
  }
}

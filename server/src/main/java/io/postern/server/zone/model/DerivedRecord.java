package io.postern.server.zone.model;

import io.postern.server.kernel.IpAddress;
import java.util.List;

/**
 * The addresses that one member of an endpoint has under one name of a zone.
 *
 * @param relativeName the name within the zone, {@code @} at its apex
 * @param type A or AAAA
 */
public record DerivedRecord(
    String relativeName, RecordType type, String memberName, List<IpAddress> addresses) {
  /** The TTL of what follows from endpoints: short, because endpoints come and go (§7.4). */
  public static final int TTL_SECONDS = 10;

  public DerivedRecord {
    addresses = List.copyOf(addresses);
  }
}

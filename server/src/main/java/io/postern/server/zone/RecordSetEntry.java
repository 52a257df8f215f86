package io.postern.server.zone;

import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.model.Claim;
import io.postern.server.zone.model.DnsStatus;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import java.util.List;
import java.util.Optional;

/**
 * A record set as it is shown: what was made by hand and what endpoints claim of one name and type.
 * The SOA has neither; it comes from the zone.
 *
 * @param claims of the set's type, oldest first
 */
record RecordSetEntry(
    ResourceName name, PrivateDnsZone zone, Optional<RecordSet> handMade, List<ShownClaim> claims) {
  RecordSetEntry {
    claims = List.copyOf(claims);
  }

  record ShownClaim(Claim claim, DnsStatus status) {}

  RecordType type() {
    return RecordSet.type(name);
  }

  boolean isSoa() {
    return type() == RecordType.SOA && name.id().equals("@");
  }

  boolean isEmpty() {
    return !isSoa() && handMade.isEmpty() && claims.isEmpty();
  }
}

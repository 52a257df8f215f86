package io.postern.server.zone;

import io.postern.server.kernel.ResourceName;
import io.postern.server.zone.WantedZone.Skipped;
import io.postern.server.zone.model.ZoneImport;
import java.util.List;
import java.util.Optional;

/**
 * What an import did.
 *
 * @param changedSoa the name of the SOA record set, if its values are others now
 */
record ImportedZone(
    ZoneImport recordSets, Optional<ResourceName> changedSoa, List<Skipped> skipped) {
  ImportedZone {
    skipped = List.copyOf(skipped);
  }
}

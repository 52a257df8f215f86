package io.postern.server.audit;

import io.postern.server.kernel.Principal;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.ReadTx;
import io.postern.v1.AuditEntry;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.Predicate;

/** The entry of one write, for those who ask what came of it: as lists of the audit show it. */
public final class WriteEntryProto {
  private final AuditChangesProto changes;

  @Inject
  WriteEntryProto(AuditChangesProto changes) {
    this.changes = changes;
  }

  /**
   * Who made a revision, and what it changed.
   *
   * @param which of the resources that were changed are shown
   * @return empty when the entry is not kept, or not for the viewer to see
   */
  public Optional<AuditEntry> of(
      ReadTx tx, Principal viewer, Revision revision, Predicate<ResourceName> which) {
    if (!viewer.actions().include(AuditGrpc.ACTION)) return Optional.empty();
    var sight = new AuditViewer(tx, viewer);
    return tx.audit()
        .of(revision)
        .flatMap(sight::shown)
        .map(entry ->
            AuditProto.of(entry).addAllChanges(changes.of(tx, sight, entry, which)).build());
  }
}

package io.postern.server.store;

import io.postern.server.kernel.Revision;
import java.util.List;
import java.util.Optional;

/** The entries of the audit, as they are at the revision of the transaction. */
public interface AuditTrail {
  /** The last entry that was cut off at the beginning; number zero if none was. */
  AuditMark cut();

  /** What the chain ends with, by the note that is kept of it beside the entries. */
  AuditMark last();

  /** The entries after a number, the oldest first. */
  List<AuditEntry> after(long number, int limit);

  /** The entries before a number, the newest first. */
  List<AuditEntry> before(long number, int limit);

  /** What the chain has before an entry: the entry before, or what was cut off there. */
  default AuditMark markBefore(long number) {
    var cut = cut();
    if (number <= cut.number() + 1) return cut;
    return before(number, 1).stream().findFirst().map(AuditEntry::mark).orElse(cut);
  }

  /** The entry of the write that made a revision; empty if it is not kept. */
  Optional<AuditEntry> of(Revision revision);

  /** What a revision changed; kept for as long as the entry of the revision is. */
  List<Change> changes(Revision revision);

  /** The hash that an entry of this revision has to have of its changes, as they are now. */
  String changesHash(Revision revision);
}

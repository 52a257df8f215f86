package io.postern.server.store.jdbc;

import io.postern.server.kernel.RequestContext;
import io.postern.server.store.AuditNote;
import io.postern.server.store.Change;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one writer has changed, in its order, each a row of the log. */
final class WrittenChanges {
  private final Sql sql;
  private final List<Change> changes = new ArrayList<>();
  private final ChangesHash hash = new ChangesHash();

  WrittenChanges(Sql sql) {
    this.sql = sql;
  }

  List<Change> all() {
    return Collections.unmodifiableList(changes);
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /** What the audit says of them, which is asked once. */
  AuditNote note(RequestContext context) {
    return AuditNote.written(context, changes.getLast().revision(), changes, hash.end());
  }

  /**
   * @param text the resource as it is stored
   * @param earlier as it was stored before; null but for an update
   */
  void add(Change change, String text, @Nullable String earlier) {
    var row = ChangeRow.of(change, text, earlier);
    row.insert(sql, change.revision().number(), changes.size());
    hash.add(row);
    changes.add(change);
  }
}

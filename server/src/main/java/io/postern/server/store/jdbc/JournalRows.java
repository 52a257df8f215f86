package io.postern.server.store.jdbc;

import io.postern.server.kernel.NameHash;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.ReadTx.Entry;
import java.util.List;

/** The journals of resources, a row for each line. */
final class JournalRows {
  private JournalRows() {}

  /** The lines of one, the newest first. */
  static List<Entry> list(Sql sql, ResourceName owner, int limit) {
    return sql.all(
        "SELECT revision, body FROM journal WHERE owner = ? ORDER BY revision DESC, position"
            + " DESC LIMIT ?",
        row -> new Entry(new Revision(row.getLong(1)), row.getString(2)),
        NameHash.of(owner),
        limit);
  }

  /**
   * @param position among the lines of the revision
   */
  static void add(Sql sql, ResourceName owner, Revision revision, int position, String body) {
    sql.run(
        "INSERT INTO journal (owner, revision, position, body) VALUES (?, ?, ?, ?)",
        NameHash.of(owner),
        revision.number(),
        position,
        body);
  }

  static void remove(Sql sql, ResourceName owner) {
    sql.run("DELETE FROM journal WHERE owner = ?", NameHash.of(owner));
  }
}

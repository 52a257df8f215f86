package io.postern.server.store.jdbc;

import io.postern.server.kernel.Revision;
import io.postern.server.store.AuditEntry;
import io.postern.server.store.AuditMark;
import io.postern.server.store.AuditNote;
import io.postern.server.store.AuditTrail;
import io.postern.server.store.Change;
import io.postern.server.store.jdbc.document.Documents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the audit. Entries are added by the door alone, which holds the lock of the
 * revision: so there is one chain, however many servers write.
 */
final class AuditRows implements AuditTrail {
  private static final String COLUMNS =
      "number, made_at, principal, tenant, peer, method, request_id, outcome, reason, message,"
          + " resources, resource_count, tenants, revision, changes_hash, previous, hash";

  private static final String ENTRIES = "SELECT " + COLUMNS + " FROM audit WHERE number ";

  private static final int ROWS_AT_ONCE = 64;

  private final Sql sql;
  private final Documents documents;

  AuditRows(Sql sql, Documents documents) {
    this.sql = sql;
    this.documents = documents;
  }

  /** Adds the entries of a group at the end of the chain. */
  static void append(Sql sql, List<AuditNote> notes) {
    if (notes.isEmpty()) return;
    var end = mark(sql, "last");
    var rows = new ArrayList<@Nullable Object[]>(notes.size());
    for (var note : notes) {
      var entry = AuditEntry.after(end, note);
      rows.add(row(entry));
      end = entry.mark();
    }
    insert(sql, rows);
    setMark(sql, "last", end);
  }

  /** In statements of 64, 32, 16 rows and so on: each is prepared once, and there are few. */
  private static void insert(Sql sql, List<@Nullable Object[]> rows) {
    for (int from = 0; from < rows.size(); ) {
      int size = Math.min(ROWS_AT_ONCE, Integer.highestOneBit(rows.size() - from));
      sql.insert("audit (" + COLUMNS + ")", rows.subList(from, from + size));
      from += size;
    }
  }

  private static @Nullable Object[] row(AuditEntry entry) {
    var note = entry.note();
    return new Object[] {
      entry.number(),
      note.time().toEpochMilli(),
      note.principal(),
      note.tenant(),
      note.peer(),
      note.method(),
      note.requestId(),
      note.outcome(),
      note.reason(),
      note.message(),
      String.join("\n", note.resources()),
      note.resourceCount(),
      String.join("\n", note.tenants()),
      note.revision().number(),
      note.changesHash(),
      entry.previous(),
      entry.hash()
    };
  }

  /**
   * Cuts off the oldest entries made before a time, and the changes that nothing needs any more.
   *
   * @return how many entries were cut off
   */
  static int cut(Sql sql, Instant before, int limit) {
    long most = before.toEpochMilli();
    var oldest =
        sql.all(
            "SELECT number, hash, made_at FROM audit ORDER BY number LIMIT ?",
            row -> new Aged(new AuditMark(row.getLong(1), row.getString(2)), row.getLong(3)),
            limit);
    int count = 0;
    while (count < oldest.size() && oldest.get(count).madeAt < most) count++;
    if (count > 0) {
      var end = oldest.get(count - 1).mark;
      sql.run("DELETE FROM audit WHERE number <= ?", end.number());
      setMark(sql, "cut", end);
    }
    return count;
  }

  /** Deletes changes that neither readers of the log nor entries need; returns how many. */
  static int forgetChanges(Sql sql) {
    long readable =
        sql.first("SELECT amount FROM counter WHERE name = 'compacted'", row -> row.getLong(1))
            .orElse(0L);
    long vouched =
        sql.first(
                "SELECT revision FROM audit WHERE revision > 0 ORDER BY number LIMIT 1",
                row -> row.getLong(1) - 1)
            .orElse(readable);
    return sql.run("DELETE FROM change WHERE revision <= ?", Math.min(readable, vouched));
  }

  private record Aged(AuditMark mark, long madeAt) {}

  private static AuditMark mark(Sql sql, String name) {
    return sql.first(
            "SELECT number, hash FROM audit_mark WHERE name = ?",
            row -> new AuditMark(row.getLong(1), row.getString(2)),
            name)
        .orElseThrow();
  }

  private static void setMark(Sql sql, String name, AuditMark mark) {
    sql.run(
        "UPDATE audit_mark SET number = ?, hash = ? WHERE name = ?",
        mark.number(),
        mark.hash(),
        name);
  }

  @Override
  public AuditMark cut() {
    return mark(sql, "cut");
  }

  @Override
  public AuditMark last() {
    return mark(sql, "last");
  }

  @Override
  public List<AuditEntry> after(long number, int limit) {
    return sql.all(ENTRIES + "> ? ORDER BY number LIMIT ?", AuditRows::entry, number, limit);
  }

  @Override
  public List<AuditEntry> before(long number, int limit) {
    return sql.all(ENTRIES + "< ? ORDER BY number DESC LIMIT ?", AuditRows::entry, number, limit);
  }

  /**
   * Writes are entered in the order of their revisions, with refusals in between: the entry is
   * looked for by halves.
   */
  @Override
  public Optional<AuditEntry> of(Revision revision) {
    long low = cut().number() + 1;
    long high = last().number();
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (revisionFrom(middle) < revision.number()) low = middle + 1;
      else high = middle;
    }
    return firstWriteFrom(low).filter(entry -> entry.note().revision().equals(revision));
  }

  private long revisionFrom(long number) {
    return sql.first(
            "SELECT revision FROM audit WHERE number >= ? AND revision > 0 ORDER BY number LIMIT 1",
            row -> row.getLong(1),
            number)
        .orElse(Long.MAX_VALUE);
  }

  private Optional<AuditEntry> firstWriteFrom(long number) {
    return sql.first(
        ENTRIES + ">= ? AND revision > 0 ORDER BY number LIMIT 1", AuditRows::entry, number);
  }

  @Override
  public List<Change> changes(Revision revision) {
    return sql.all(
        JdbcChangeLog.COLUMNS + " FROM change WHERE revision = ? ORDER BY position",
        row -> JdbcChangeLog.change(documents, row),
        revision.number());
  }

  @Override
  public String changesHash(Revision revision) {
    var hash = new ChangesHash();
    // Each as it comes: a revision may have more than should be in memory at once.
    var _ =
        sql.all(
            JdbcChangeLog.COLUMNS + " FROM change WHERE revision = ? ORDER BY position",
            row -> {
              hash.add(ChangeRow.read(row));
              return true;
            },
            revision.number());
    return hash.end();
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    var note =
        new AuditNote(
            Instant.ofEpochMilli(row.getLong(2)),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getString(7),
            row.getString(8),
            row.getString(9),
            row.getString(10),
            lines(row.getString(11)),
            row.getInt(12),
            lines(row.getString(13)),
            new Revision(row.getLong(14)),
            row.getString(15));
    return new AuditEntry(row.getLong(1), note, row.getString(16), row.getString(17));
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
  }
}

package io.postern.server.store.jdbc;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.KeptChanges;
import io.postern.server.store.jdbc.document.Documents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The rows of the change table, those included that readers of the log are not given any more. */
final class KeptChangeRows implements KeptChanges {
  /** How many revisions are looked at at once for one of a time. */
  private static final int REVISIONS_AT_ONCE = 10_000;

  private final Sql sql;
  private final Documents documents;
  private final Revision now;

  /**
   * @param now the revision of the transaction
   */
  KeptChangeRows(Sql sql, Documents documents, Revision now) {
    this.sql = sql;
    this.documents = documents;
    this.now = now;
  }

  @Override
  public Revision oldest() {
    return sql.first(
            "SELECT revision FROM change ORDER BY revision, position LIMIT 1",
            row -> new Revision(row.getLong(1) - 1))
        .orElse(now);
  }

  /** From the newest back: what was made later is taken back by whoever asks, and so near. */
  @Override
  public Optional<Moment> lastAt(Instant time) {
    long oldest = oldest().number();
    for (long through = now.number(); through > oldest; through -= REVISIONS_AT_ONCE) {
      var found = lastAt(time, through - REVISIONS_AT_ONCE, through);
      if (found.isPresent()) return found;
    }
    return Optional.empty();
  }

  private Optional<Moment> lastAt(Instant time, long after, long through) {
    return sql.first(
        "SELECT revision, made_at FROM change WHERE revision > ? AND revision <= ? AND made_at <= ?"
            + " ORDER BY revision DESC LIMIT 1",
        row -> new Moment(new Revision(row.getLong(1)), Instant.ofEpochMilli(row.getLong(2))),
        after,
        through,
        time.toEpochMilli());
  }

  @Override
  public Optional<Instant> timeOf(Revision revision) {
    return sql.first(
        "SELECT made_at FROM change WHERE revision = ? ORDER BY position LIMIT 1",
        row -> Instant.ofEpochMilli(row.getLong(1)),
        revision.number());
  }

  @Override
  public List<Change> between(
      Revision after, Revision through, Collection<? extends Kind<?>> kinds) {
    var values = new ArrayList<Object>(List.of(after.number(), through.number()));
    for (var kind : kinds) values.add(kind.id());
    return sql.all(
        JdbcChangeLog.COLUMNS
            + " FROM change WHERE revision > ? AND revision <= ? AND kind IN (?"
            + ", ?".repeat(kinds.size() - 1)
            + ") ORDER BY revision, position",
        row -> JdbcChangeLog.change(documents, row),
        values.toArray());
  }
}

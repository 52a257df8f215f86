package io.postern.server.store.jdbc;

import io.postern.server.store.Change;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A change as a row of the log says it, beside its revision and its place in that.
 *
 * @param body the resource as it is stored
 * @param earlier as it was stored before; null but for an update
 * @param madeAt in milliseconds of the epoch
 */
record ChangeRow(
    String operation,
    String kind,
    String body,
    @Nullable String earlier,
    @Nullable String tenant,
    String actor,
    String reason,
    long madeAt) {
  static ChangeRow of(Change change, String body, @Nullable String earlier) {
    return new ChangeRow(
        change.operation().name(),
        change.kind().id(),
        body,
        earlier,
        change.tenant().orElse(null),
        change.actor(),
        change.reason(),
        change.time().toEpochMilli());
  }

  static ChangeRow read(ResultSet row) throws SQLException {
    return new ChangeRow(
        row.getString("operation"),
        row.getString("kind"),
        row.getString("body"),
        row.getString("earlier"),
        row.getString("tenant"),
        row.getString("actor"),
        row.getString("reason"),
        row.getLong("made_at"));
  }

  void insert(Sql sql, long revision, int position) {
    sql.run(
        "INSERT INTO change (revision, position, operation, kind, body, earlier, tenant, actor,"
            + " reason, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        revision,
        position,
        operation,
        kind,
        body,
        earlier,
        tenant,
        actor,
        reason,
        madeAt);
  }
}

package io.postern.server.store.jdbc;

import io.postern.server.store.WriteTx.Remembered;
import java.time.Instant;
import java.util.Optional;

/** What requests were answered, a row for each that can come again. */
final class RememberedRows {
  private RememberedRows() {}

  static Optional<Remembered> find(Sql sql, String caller, String requestId, Instant now) {
    return sql.first(
        "SELECT fingerprint, response FROM remembered WHERE caller = ? AND request_id = ? AND"
            + " expires_at > ?",
        row -> new Remembered(row.getString(1), row.getBytes(2)),
        caller,
        requestId,
        now.toEpochMilli());
  }

  static void put(
      Sql sql, String caller, String requestId, Remembered answer, Instant now, Instant expires) {
    // Two statements, for with OR between them no index serves, and all that is remembered is read.
    sql.run("DELETE FROM remembered WHERE expires_at <= ?", now.toEpochMilli());
    sql.run("DELETE FROM remembered WHERE caller = ? AND request_id = ?", caller, requestId);
    sql.run(
        "INSERT INTO remembered (caller, request_id, fingerprint, response, expires_at) VALUES"
            + " (?, ?, ?, ?, ?)",
        caller,
        requestId,
        answer.fingerprint(),
        answer.response(),
        expires.toEpochMilli());
  }
}

package io.postern.server.store.jdbc;

import io.postern.server.kernel.Resource;
import java.time.Instant;

/** Values that nobody holds any more and that are not given out again for a while, a row each. */
final class RestingRows {
  private RestingRows() {}

  static boolean has(Sql sql, Resource.Hold hold, Instant now) {
    return sql.hasRow(
        "SELECT 1 FROM resting_value WHERE space = ? AND content = ? AND rest_until > ?",
        hold.space(),
        hold.value(),
        now.toEpochMilli());
  }

  static void add(Sql sql, Resource.Hold hold, Instant until) {
    sql.run(
        "INSERT INTO resting_value (space, content, rest_until) VALUES (?, ?, ?)",
        hold.space(),
        hold.value(),
        until.toEpochMilli());
  }

  static void removeRested(Sql sql, Instant now) {
    sql.run("DELETE FROM resting_value WHERE rest_until <= ?", now.toEpochMilli());
  }
}

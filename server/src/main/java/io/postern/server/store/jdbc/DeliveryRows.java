package io.postern.server.store.jdbc;

import io.postern.server.kernel.Revision;
import io.postern.server.store.Delivery;
import io.postern.server.store.Delivery.Failure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where each webhook is, a row for each. */
final class DeliveryRows {
  private static final String SET =
      "UPDATE webhook_delivery SET position = ?, delivered_at = ?, failing_since = ?, attempts = ?,"
          + " next_attempt_at = ?, last_status = ?, last_error = ? WHERE webhook = ? AND replays ="
          + " ?";

  private DeliveryRows() {}

  static Optional<Delivery> find(Sql sql, String uid) {
    return sql.first(
        "SELECT position, replays, delivered_at, failing_since, attempts, next_attempt_at,"
            + " last_status, last_error FROM webhook_delivery WHERE webhook = ?",
        DeliveryRows::delivery,
        UUID.fromString(uid));
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    var failingSince = time(row, "failing_since");
    var failure =
        failingSince.isEmpty()
            ? Optional.<Failure>empty()
            : Optional.of(
                new Failure(
                    failingSince.get(),
                    row.getLong("attempts"),
                    time(row, "next_attempt_at").orElseThrow(),
                    row.getInt("last_status"),
                    row.getString("last_error")));
    return new Delivery(
        new Revision(row.getLong("position")),
        row.getLong("replays"),
        time(row, "delivered_at"),
        failure);
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** Changes the row of a webhook, unless it was told to begin again since; whether it did. */
  static boolean update(Sql sql, String uid, Delivery delivery) {
    var failure = delivery.failure();
    return sql.run(
            SET,
            delivery.position().number(),
            millis(delivery.deliveredAt()),
            millis(failure.map(Failure::since)),
            failure.map(Failure::attempts).orElse(0L),
            millis(failure.map(Failure::nextAttempt)),
            failure.map(Failure::status).orElse(0),
            failure.map(Failure::error).orElse(""),
            UUID.fromString(uid),
            delivery.replays())
        > 0;
  }

  /** Puts a webhook where it should be, whatever its row was. */
  static void put(Sql sql, String uid, Delivery delivery) {
    remove(sql, uid);
    sql.run(
        "INSERT INTO webhook_delivery (webhook, position, replays, attempts, last_status,"
            + " last_error) VALUES (?, ?, ?, 0, 0, '')",
        UUID.fromString(uid),
        delivery.position().number(),
        delivery.replays());
    var _ = update(sql, uid, delivery);
  }

  static void remove(Sql sql, String uid) {
    sql.run("DELETE FROM webhook_delivery WHERE webhook = ?", UUID.fromString(uid));
  }

  private static @Nullable Long millis(Optional<Instant> time) {
    return time.map(Instant::toEpochMilli).orElse(null);
  }
}

package io.postern.server.store.jdbc;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The resources, a row for each: its number, its name, and the resource as text. */
final class ResourceRows {
  private ResourceRows() {}

  record Row(long id, String body) {}

  static Optional<Row> find(Sql sql, Kind<?> kind, ResourceName name) {
    return sql.first(
        "SELECT id, body FROM resource WHERE kind = ? AND name_key = ?",
        row -> new Row(row.getLong(1), row.getString(2)),
        kind.id(),
        name.key());
  }

  static boolean has(Sql sql, Kind<?> kind, ResourceName name) {
    return sql.hasRow(
        "SELECT 1 FROM resource WHERE kind = ? AND name_key = ?", kind.id(), name.key());
  }

  static void add(Sql sql, long id, Resource resource, String body) {
    sql.run(
        "INSERT INTO resource (id, kind, name_key, due_at, body) VALUES (?, ?, ?, ?, ?)",
        id,
        resource.kind().id(),
        resource.name().key(),
        due(resource),
        body);
  }

  static void update(Sql sql, long id, Resource resource, String body) {
    sql.run("UPDATE resource SET due_at = ?, body = ? WHERE id = ?", due(resource), body, id);
  }

  static void remove(Sql sql, long id) {
    sql.run("DELETE FROM resource WHERE id = ?", id);
  }

  private static @Nullable Long due(Resource resource) {
    return resource.due().map(Instant::toEpochMilli).orElse(null);
  }
}

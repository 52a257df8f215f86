package io.postern.server.store.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is, and as whom to connect.
 *
 * @param url as its JDBC driver has it, {@code jdbc:postgresql://host:5432/database?sslmode=…}
 * @param password null where the server asks for none, or {@code ~/.pgpass} has it
 */
public record PostgresServer(String url, String user, @Nullable String password) {
  /** The URL says it all but what is secret. */
  @Override
  public String toString() {
    return url.substring("jdbc:".length()) + " as " + user;
  }
}

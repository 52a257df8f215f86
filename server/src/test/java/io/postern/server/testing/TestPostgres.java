package io.postern.server.testing;

import io.postern.server.config.DatabaseServer;
import io.postern.server.store.jdbc.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL, started with the first test that wants one and stopped with the JVM. */
public final class TestPostgres {
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  private TestPostgres() {}

  private static final class Running {
    static final EmbeddedPostgres SERVER = start();

    private Running() {}

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The port it listens on. */
  public static int port() {
    return Running.SERVER.getPort();
  }

  /** The URL, as settings have it, of a schema that is empty and nobody else's. */
  public static String url() {
    var schema = "s" + SCHEMAS.incrementAndGet();
    try (var connection = Running.SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return "postgres://postgres@localhost:%d/postgres?currentSchema=%s"
        .formatted(Running.SERVER.getPort(), schema);
  }

  /** The same for a store that is opened without a server around it. */
  public static PostgresServer schema() {
    return server(url());
  }

  /** What a URL of settings leads to. */
  public static PostgresServer server(String url) {
    var server = DatabaseServer.parse(url);
    return new PostgresServer(server.jdbcUrl(), server.user(), null);
  }
}

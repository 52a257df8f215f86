package io.postern.server.store.jdbc;

import io.postern.server.kernel.RandomIds;
import io.postern.server.store.Store;
import io.postern.server.testing.TestPostgres;

/** The log of changes, on PostgreSQL. */
class PostgresChangeLogTest extends JdbcChangeLogTest {
  private final PostgresServer server = TestPostgres.schema();

  @Override
  Store open() {
    return JdbcStore.openServer(server, 2, new RandomIds());
  }
}

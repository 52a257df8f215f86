package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Scope;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.testing.TestPostgres;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables that a newer version has changed, under a server of this one that runs, and before one.
 */
class UpgradeTest {
  /** What a newer version may do to the tables: add to them. */
  private static final String[] NEWER = {
    "ALTER TABLE resource ADD COLUMN later VARCHAR(10)",
    "ALTER TABLE change ADD COLUMN later VARCHAR(10)",
    "ALTER TABLE remembered ADD COLUMN later BIGINT DEFAULT 7 NOT NULL",
    "CREATE TABLE later (id BIGINT PRIMARY KEY)",
  };

  @TempDir Path folder;

  private static JdbcStore open(PostgresServer server) {
    return JdbcStore.openServer(server, 2, new RandomIds());
  }

  private static void upgrade(Jdbi database) {
    database.useTransaction(handle -> {
      for (var statement : NEWER) handle.execute(statement);
      handle.execute(
          "INSERT INTO \"flyway_schema_history\" (\"installed_rank\", \"version\","
              + " \"description\", \"type\", \"script\", \"installed_by\", \"execution_time\","
              + " \"success\") VALUES (1000, '1000', 'later', 'SQL', 'V1000__later.sql',"
              + " 'somebody', 1, TRUE)");
    });
  }

  private static void requireRefused(Callable<JdbcStore> opening) {
    var refused = assertThrows(ControlException.class, () -> opening.call().close());
    var problem = refused.error().problem();
    assertEquals(Reason.STORE_UNAVAILABLE, problem.reason());
    assertTrue(problem.message().contains("a newer version of Postern"), problem::message);
  }

  @Test
  void aServerThatRunsGoesOnWhileANewerOneAddsToTheTables() {
    var server = TestPostgres.schema();
    try (var store = open(server)) {
      // More often than the driver waits until it has a statement prepared for good.
      for (int i = 0; i < 10; i++) work(store, "before" + i);

      upgrade(Jdbi.create(server.url(), server.user(), ""));

      for (int i = 0; i < 10; i++) work(store, "after" + i);
      assertEquals(new Revision(20), store.log().last());
      var refused =
          assertThrows(ControlException.class, () -> store.backup(OutputStream.nullOutputStream()));
      assertTrue(refused.error().problem().message().contains("a newer version of Postern"));
    }
  }

  /** A write, a read of all, and the log from its table. */
  private static void work(JdbcStore store, String id) {
    var written = JdbcStoreTest.create(store, id);
    int all = store.read(tx -> tx.list(Subscription.KIND, Scope.EVERYTHING, "", 100)).size();
    assertEquals(written.number(), all);
    assertEquals(all, store.log().after(Revision.ZERO, 100).size());
  }

  @Test
  void aServerDoesNotStartOnTablesOfANewerVersion() {
    var server = TestPostgres.schema();
    open(server).close();
    upgrade(Jdbi.create(server.url(), server.user(), ""));
    requireRefused(() -> open(server));
  }

  @Test
  void norOnAFileOfANewerVersion() {
    var file = folder.resolve("postern");
    JdbcStore.openFile(file, 2, new RandomIds()).close();
    upgrade(Jdbi.create("jdbc:h2:file:" + file, "postern", ""));
    requireRefused(() -> JdbcStore.openFile(file, 2, new RandomIds()));
  }

  @Test
  void serversThatStartAtOnceMakeTheTablesOnce() throws Exception {
    var server = TestPostgres.schema();
    var opening = new ArrayList<Callable<JdbcStore>>();
    for (int i = 0; i < 3; i++) opening.add(() -> open(server));
    var stores = new ArrayList<JdbcStore>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var opened : threads.invokeAll(opening)) stores.add(opened.get());
      for (var store : stores) JdbcStoreTest.create(store, "s" + stores.indexOf(store));
    } finally {
      stores.forEach(JdbcStore::close);
    }
    try (var store = open(server)) {
      assertEquals(new Revision(3), store.log().last());
    }
  }
}

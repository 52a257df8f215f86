package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.testing.TestPostgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** What a store promises, on PostgreSQL, and what several servers on one database may count on. */
class PostgresStoreTest extends JdbcStoreTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PostgresServer server = TestPostgres.schema();

  @Override
  JdbcStore openStore() {
    return JdbcStore.openServer(server, 2, new RandomIds());
  }

  @Test
  void whatOneServerWritesTheOtherHasInItsLog() throws Exception {
    try (var other = openStore()) {
      var written = create("s");

      assertTrue(other.log().progress().await(written, PATIENCE));

      assertEquals(store.log().after(Revision.ZERO, 10), other.log().after(Revision.ZERO, 10));
    }
  }

  @Test
  void serversThatWriteInTurnsHaveTheSameLogWithoutAGap() throws Exception {
    int perServer = 100;
    try (var other = openStore()) {
      var revisions = ConcurrentHashMap.<Revision>newKeySet();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < perServer; i++) {
          var id = i;
          threads.execute(() -> revisions.add(create("a" + id)));
          threads.execute(() -> revisions.add(create(other, "b" + id)));
        }
      }

      assertEquals(2 * perServer, revisions.size());
      var last = new Revision(2L * perServer);
      for (var each : List.of(store, other)) {
        assertTrue(each.log().progress().await(last, PATIENCE));
        assertEquals(
            IntStream.rangeClosed(1, 2 * perServer).mapToObj(Revision::new).toList(),
            each.log().after(Revision.ZERO, 1_000).stream().map(Change::revision).toList());
      }
    }
  }

  @Test
  void oneServerLeadsAndAnotherOnceItIsGone() {
    Awaitility.await().atMost(PATIENCE).until(store::leads);
    try (var other = openStore()) {
      assertFalse(other.leads());

      store.close();

      Awaitility.await().atMost(PATIENCE).until(other::leads);
    }
  }

  @Test
  void aServerThatIsNotThereIsSaidWithWhatToDo() {
    var nowhere = new PostgresServer("jdbc:postgresql://127.0.0.1:1/postern", "postern", "hidden");

    var refused =
        assertThrows(
            ControlException.class, () -> JdbcStore.openServer(nowhere, 2, new RandomIds()));

    assertEquals(Reason.STORE_UNAVAILABLE, refused.error().problem().reason());
    assertTrue(refused.error().problem().message().contains("127.0.0.1:1/postern"));
    assertFalse(refused.error().problem().message().contains("hidden"));
  }

  @Test
  void aDatabaseThatWasSetBackTakesNoWritesUntilItHasWhatWasAcknowledged() {
    create("one");
    create("two");

    setRevision(1);
    for (int i = 0; i < 2; i++) {
      var refused = assertThrows(ControlException.class, () -> create("three"));
      assertEquals(Reason.STORE_DAMAGED, refused.error().problem().reason());
      assertEquals(
          Map.of("acknowledgedRevision", "r2", "foundRevision", "r1"),
          store.trouble().orElseThrow().problem().metadata());
    }

    setRevision(2);
    assertEquals(new Revision(3), create("three"));
    assertTrue(store.trouble().isEmpty());
  }

  private void setRevision(long revision) {
    Jdbi.create(server.url(), server.user(), "")
        .useHandle(handle ->
            handle.execute("UPDATE counter SET amount = ? WHERE name = 'revision'", revision));
  }
}

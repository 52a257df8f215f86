package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Revision;
import io.postern.server.store.AuditEntry;
import io.postern.server.store.AuditMark;
import io.postern.server.store.AuditNote;
import io.postern.server.store.Store;
import io.postern.server.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chain of the audit in a database. */
class AuditTrailTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path folder;

  @Test
  void serversThatWriteInTurnsMakeOneChain() {
    int perServer = 20;
    var server = TestPostgres.schema();
    try (var one = JdbcStore.openServer(server, 2, new RandomIds());
        var other = JdbcStore.openServer(server, 2, new RandomIds())) {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < perServer; i++) {
          var id = i;
          threads.execute(() -> create(one, "a" + id, START));
          threads.execute(() -> create(other, "b" + id, START));
        }
      }

      var entries = other.read(tx -> tx.audit().after(0, 1_000));
      var reached = new AuditMark(0, "");
      for (var entry : entries) {
        assertEquals(AuditEntry.after(reached, entry.note()), entry);
        reached = entry.mark();
      }
      assertEquals(one.read(tx -> tx.audit().last()), reached);
      assertEquals(
          LongStream.rangeClosed(1, 2L * perServer).mapToObj(Revision::new).toList(),
          entries.stream().map(entry -> entry.note().revision()).toList());
    }
  }

  @Test
  void aWriteThatFailsHasNoEntryAndAPlanHasNone() {
    try (var store = open()) {
      create(store, "s", START);

      assertThrows(RuntimeException.class, () -> create(store, "s", START));
      store.plan(context(START), tx -> tx.create(JdbcStoreTest.subscription("t"), "planned"));

      assertEquals(1, store.read(tx -> tx.audit().last()).number());
    }
  }

  /** The chain begins after what was cut off, and changes stay as long as an entry needs them. */
  @Test
  void whatIsTooOldIsCutOffWithItsChanges() {
    var day = Duration.ofDays(1);
    try (var store = open()) {
      create(store, "a", START);
      create(store, "b", START.plus(day));
      create(store, "c", START.plus(day.multipliedBy(2)));
      var first = store.read(tx -> tx.audit().after(0, 1)).getFirst();
      store.log().compact(START.plus(day.multipliedBy(3)));

      int cut = store.write(context(START), tx -> tx.cutAudit(START.plus(day), 10)).value();

      assertEquals(1, cut);
      store.read(tx -> {
        var audit = tx.audit();
        assertEquals(first.mark(), audit.cut());
        assertEquals(first.hash(), audit.after(0, 1).getFirst().previous());
        assertEquals(3, audit.last().number());
        assertEquals(List.of(), audit.changes(new Revision(1)));
        assertEquals(1, audit.changes(new Revision(2)).size());
        return audit;
      });
    }
  }

  /** What somebody was refused for is shortened, and no text of theirs ends a field early. */
  @Test
  void aNoteKeepsWhatFitsAndNoControlCharacters() {
    var note =
        new AuditNote(
            START,
            "p".repeat(300),
            "",
            "",
            "m",
            "r\u0000\n",
            "NOT_FOUND",
            "",
            "x".repeat(1023) + "\uD83D\uDE00",
            List.of("a\nb"),
            1,
            List.of(),
            Revision.ZERO,
            "");
    try (var store = open()) {
      store.write(
          context(START),
          tx -> {
            tx.note(note);
            return note;
          });

      var kept = store.read(tx -> tx.audit().after(0, 1)).getFirst();

      assertTrue(kept.isIntact());
      assertEquals(note, kept.note());
      assertEquals("r  ", kept.note().requestId());
      assertEquals(1023, kept.note().message().length());
      assertEquals(List.of("a b"), kept.note().resources());
      assertEquals(256, kept.note().principal().length());
    }
  }

  private JdbcStore open() {
    return JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds());
  }

  private static void create(Store store, String id, Instant time) {
    store.write(context(time), tx -> tx.create(JdbcStoreTest.subscription(id), "test"));
  }

  private static RequestContext context(Instant time) {
    return new RequestContext(Principal.ADMINISTRATOR, time);
  }
}

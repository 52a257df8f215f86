package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.Scope;
import io.postern.server.subscription.model.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door tidies up between groups, and a store where that fails is looked after. */
class TidyingTest {
  private static final RequestContext CONTEXT =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);
  private static final int WRITES = 100;

  @TempDir Path folder;

  @Test
  void eachWriteIsTidiedUpAfterOnce() {
    var tidied = new AtomicInteger();
    var parts = new AtomicInteger();

    try (var store =
        open(writes -> {
          tidied.addAndGet(writes);
          parts.incrementAndGet();
        })) {
      for (int i = 0; i < WRITES; i++) create(store, i);
    }

    // One write in a group, eight to a part, and four that are too few for one.
    assertEquals(WRITES / 8, parts.get());
    assertEquals(WRITES / 8 * 8, tidied.get());
  }

  @Test
  void whereItFailsTheStoreTakesWritesAgainAndLosesNothing() {
    var failing = new AtomicBoolean(true);
    try (var store =
        open(writes -> {
          if (failing.compareAndSet(true, false))
            throw new UncheckedIOException(new IOException("the disk is full"));
        })) {
      for (int i = 0; i < WRITES; i++) {
        int number = i;
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptionsMatching(ControlException.class::isInstance)
            .until(() -> create(store, number));
      }

      int found =
          store.read(tx -> tx.list(Subscription.KIND, Scope.EVERYTHING, "", WRITES + 1).size());
      assertEquals(WRITES, found);
      assertEquals(false, failing.get());
    }
  }

  private JdbcStore open(IntConsumer beside) {
    return JdbcStore.open(
        BesideForce.ofTidying(folder.resolve("postern"), beside), 2, new RandomIds());
  }

  private static boolean create(JdbcStore store, int number) {
    var _ = store.write(CONTEXT, tx -> tx.create(JdbcStoreTest.subscription("s" + number), "made"));
    return true;
  }
}

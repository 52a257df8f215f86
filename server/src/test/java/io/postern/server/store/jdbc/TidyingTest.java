package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.Scope;
import io.postern.server.subscription.model.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door tidies up with each few writes, and a store where that fails is looked after. */
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
        open((handle, writes) -> {
          tidied.addAndGet(writes);
          parts.incrementAndGet();
        })) {
      for (int i = 0; i < WRITES; i++) create(store, i);
    }

    // One write in a group, eight to a part, and four that are too few for one.
    assertEquals(WRITES / 8, parts.get());
    assertEquals(WRITES / 8 * 8, tidied.get());
  }

  /** H2 closes a file in which it finds something that it cannot read. */
  @Test
  void whereItFailsTheStoreLosesNothingAndDoesNotTryAgain() {
    var tries = new AtomicInteger();
    try (var store =
        open((handle, writes) -> {
          tries.incrementAndGet();
          handle.execute("SHUTDOWN IMMEDIATELY");
          throw new IllegalStateException("a page cannot be read");
        })) {
      for (int i = 0; i < WRITES; i++) {
        int number = i;
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptionsMatching(ControlException.class::isInstance)
            .until(() -> isThere(store, number) || create(store, number));
      }

      int found =
          store.read(tx -> tx.list(Subscription.KIND, Scope.EVERYTHING, "", WRITES + 1).size());
      assertEquals(WRITES, found);
      assertEquals(1, tries.get());
    }
  }

  private JdbcStore open(BiConsumer<Handle, Integer> beside) {
    return JdbcStore.open(
        BesideForce.ofTidying(folder.resolve("postern"), beside), 2, new RandomIds());
  }

  /** A write that was not acknowledged may be there. */
  private static boolean isThere(JdbcStore store, int number) {
    var name = JdbcStoreTest.subscription("s" + number).name();
    return store.read(tx -> tx.find(Subscription.KIND, name)).isPresent();
  }

  private static boolean create(JdbcStore store, int number) {
    var _ = store.write(CONTEXT, tx -> tx.create(JdbcStoreTest.subscription("s" + number), "made"));
    return true;
  }
}

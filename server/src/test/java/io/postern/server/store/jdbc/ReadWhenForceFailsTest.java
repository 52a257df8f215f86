package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Revision;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.store.Store;
import io.postern.server.subscription.model.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader that waits for the disk when the disk fails. */
@Timeout(60)
class ReadWhenForceFailsTest {
  private static final RequestContext CONTEXT =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);
  private static final Revision LAST = new Revision(2);

  @TempDir Path folder;
  private final CountDownLatch forcing = new CountDownLatch(1);
  private final CountDownLatch read = new CountDownLatch(1);
  private volatile boolean works;

  @Test
  void itSeesWhatTheFileHasWhenItIsOpenedAgain() throws Exception {
    var engine = BesideForce.of(folder.resolve("postern"), this::fail, _ -> {});
    try (var store = JdbcStore.open(engine, 4, new RandomIds());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      create(store, "there");
      var writing =
          threads.submit(() -> assertThrows(ControlException.class, () -> create(store, "lost")));
      forcing.await();

      var seen =
          threads.submit(() ->
              store.read(tx -> {
                var found = subscriptions(tx);
                read.countDown();
                return found;
              }));

      var _ = writing.get();
      works = true;
      assertEquals(store.read(ReadWhenForceFailsTest::subscriptions), seen.get());
    }
  }

  /** Fails once the reader has read what was committed. */
  private void fail(Revision reached) {
    if (!reached.equals(LAST) || works) return;
    forcing.countDown();
    try {
      read.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UncheckedIOException(new IOException("No space left on device"));
  }

  private static void create(Store store, String id) {
    var _ = store.write(CONTEXT, tx -> tx.create(JdbcStoreTest.subscription(id), "made"));
  }

  private static String subscriptions(ReadTx tx) {
    var found = tx.list(Subscription.KIND, Scope.EVERYTHING, "", 10);
    return found.stream().map(it -> it.name().id()).toList() + " at " + tx.revision().token();
  }
}

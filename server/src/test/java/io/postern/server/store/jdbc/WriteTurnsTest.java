package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.Store;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Subscription;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writes of tenants who meet at the door of a real store. */
class WriteTurnsTest {
  private static final int MANY = 100;

  @TempDir Path folder;
  private Store store;

  /** The revision that each write got, by its name. */
  private final Map<String, Long> revisions = new ConcurrentHashMap<>();

  @BeforeEach
  void open() {
    store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aTenantWithAHundredWritesWaitingIsPassedByOneWithOne() throws Exception {
    var entered = new CountDownLatch(1);
    var held = new CountDownLatch(1);
    var threads = new ArrayList<Thread>();
    threads.add(begin("contoso", "first", () -> pass(entered, held)));
    entered.await();
    for (int i = 0; i < MANY; i++) threads.add(begin("contoso", "busy-" + i, () -> {}));
    awaitAll(threads);
    threads.add(begin("fabrikam", "quiet", () -> {}));
    awaitAll(threads);

    held.countDown();
    for (var thread : threads) thread.join();

    assertEquals(MANY + 2, Set.copyOf(revisions.values()).size());
    // Behind the one that was inside, and before all others.
    assertEquals(2, Objects.requireNonNull(revisions.get("quiet")));
  }

  private Thread begin(String tenant, String name, Runnable first) {
    var context = new RequestContext(Principal.of("somebody@" + tenant, tenant), Instant.EPOCH);
    return Thread.ofPlatform()
        .start(() ->
            revisions.put(
                name, store.write(context, tx -> create(tx, name, first)).revision().number()));
  }

  private static Subscription create(WriteTx tx, String name, Runnable first) {
    first.run();
    return tx.create(
        new Subscription(
            Subscription.KIND.parse("subscriptions/" + name, "name"),
            Meta.NEW,
            "contoso",
            "",
            new TreeSet<>(),
            List.of(),
            Map.of(),
            Map.of()),
        "created");
  }

  /** Says that it is inside, and stays there. */
  private static void pass(CountDownLatch entered, CountDownLatch held) {
    entered.countDown();
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns when all wait for the door. */
  private static void awaitAll(List<Thread> threads) {
    long begun = System.nanoTime();
    while (!threads.stream().allMatch(it -> it.getState() == Thread.State.WAITING)) {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(20))
        throw new AssertionError("Not all writes came to the door");
      Thread.onSpinWait();
    }
  }
}

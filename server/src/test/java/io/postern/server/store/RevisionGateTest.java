package io.postern.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RevisionGateTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int WAITERS = 1_000;
  private static final int LAST = 100;

  private final RevisionGate gate = new RevisionGate(new Revision(5));

  @Test
  void whatHasComeIsNotWaitedFor() throws Exception {
    assertTrue(gate.await(new Revision(5), Duration.ZERO));
    assertTrue(gate.await(new Revision(4), Duration.ZERO));
  }

  @Test
  void itNeverGoesBack() {
    gate.advance(new Revision(4));

    assertEquals(new Revision(5), gate.current());
  }

  @Test
  void aWaitThatIsOverLeavesNothingBehind() throws Exception {
    assertFalse(gate.await(new Revision(6), Duration.ofMillis(1)));

    assertEquals(0, gate.awaited());
  }

  @Test
  void aWaiterThatIsInterruptedLeavesNothingBehind() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var call =
          threads.submit(() -> {
            Thread.currentThread().interrupt();
            return gate.await(new Revision(6), LONG);
          });
      var ended = assertThrows(ExecutionException.class, call::get);
      assertTrue(ended.getCause() instanceof InterruptedException, ended.toString());
    }
    assertEquals(0, gate.awaited());
  }

  /** Steps of any size, each of which may pass many who wait. */
  @Test
  void everybodyIsWokenOnceTheirRevisionHasCome() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < WAITERS; i++) {
        var wanted = new Revision(random.nextInt(LAST) + 1);
        waiting.add(
            threads.submit(() -> gate.await(wanted, LONG) && !wanted.isAfter(gate.current())));
      }
      for (int at = 5; at < LAST; at += 1 + random.nextInt(3)) gate.advance(new Revision(at));
      gate.advance(new Revision(LAST));
      for (var waiter : waiting) assertTrue(waiter.get(), "seed " + seed);
    }
    assertEquals(0, gate.awaited());
  }
}

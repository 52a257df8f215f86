package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.store.RevisionGate;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevisionWaitsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Revision NEXT = new Revision(1);

  private final RevisionGate gate = new RevisionGate(Revision.ZERO);
  private final RevisionWaits waits = new RevisionWaits(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    waits.close();
    threads.close();
  }

  @Test
  void oneMoreThanMayWaitIsRefused() throws Exception {
    var first = threads.submit(() -> waits.await(gate, NEXT, LONG));
    awaitFirst();

    var refused = assertThrows(ControlException.class, () -> waits.await(gate, NEXT, LONG));
    gate.advance(NEXT);

    assertEquals(Reason.TOO_MANY_CALLS, refused.error().problem().reason());
    assertTrue(first.get());
    assertEquals(0, waits.count());
  }

  @Test
  void whatHasComeOrIsOnlyLookedAtNeedsNoPlace() throws Exception {
    var first = threads.submit(() -> waits.await(gate, NEXT, LONG));
    awaitFirst();

    assertTrue(waits.await(gate, Revision.ZERO, LONG));
    assertFalse(waits.await(gate, NEXT, Duration.ZERO));

    gate.advance(NEXT);
    assertTrue(first.get());
  }

  /** The thread is the call's until it has answered, so it must not go on interrupted. */
  @Test
  void aCallerThatLeavesEndsItsWaitAndNothingElse() throws Exception {
    var call = Context.current().withCancellation();
    var wait =
        threads.submit(() -> {
          var thrown =
              assertThrows(
                  StatusRuntimeException.class,
                  () -> call.call(() -> waits.await(gate, NEXT, LONG)));
          assertFalse(Thread.currentThread().isInterrupted());
          return thrown.getStatus().getCode();
        });
    awaitFirst();

    call.cancel(null);

    assertEquals(Status.Code.CANCELLED, wait.get());
    assertEquals(0, waits.count());
  }

  @Test
  void aServerThatStopsEndsTheWaitsAndBeginsNone() throws Exception {
    var wait = threads.submit(() -> waits.await(gate, NEXT, LONG));
    awaitFirst();

    waits.close();

    assertEquals(Reason.RETRYABLE_ERROR, reasonOf(wait));
    var late = assertThrows(ControlException.class, () -> waits.await(gate, NEXT, LONG));
    assertEquals(Reason.RETRYABLE_ERROR, late.error().problem().reason());
  }

  private static Reason reasonOf(Future<Boolean> wait) {
    var ended = assertThrows(ExecutionException.class, wait::get);
    var refused = assertInstanceOf(ControlException.class, ended.getCause());
    return refused.error().problem().reason();
  }

  private void awaitFirst() {
    long begun = System.nanoTime();
    while (waits.count() != 1) {
      assertTrue(System.nanoTime() - begun < LONG.toNanos(), "nobody waits");
      Thread.onSpinWait();
    }
  }
}

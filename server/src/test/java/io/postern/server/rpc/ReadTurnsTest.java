package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Rest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who reads when, with reads that end when the test says so. */
class ReadTurnsTest {
  private static final Principal ALICE = Principal.of("alice@contoso", "contoso");
  private static final Principal BOB = Principal.of("bob@fabrikam", "fabrikam");
  private static final Principal EVE = Principal.of("eve@litware", "litware");

  private final AtomicLong now = new AtomicLong();
  private final LinkedBlockingQueue<Pause> rests = new LinkedBlockingQueue<>();
  private final ReadTurns turns =
      new ReadTurns(2, now::get, (over, nanos) -> rests.add(new Pause(over, nanos)));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LinkedBlockingQueue<Read> running = new LinkedBlockingQueue<>();

  /** A read that runs until it is let go. */
  private record Read(String reader, CountDownLatch end) {}

  /** A rest that lasts until the test says that it is over. */
  private record Pause(Runnable over, long nanos) {}

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void whoIsAloneWaitsForNobody() throws Exception {
    requireUnlimited();
  }

  @Test
  void whileOthersAreThereOnePlaceIsLeftToThem() throws Exception {
    meet();
    begin(ALICE);
    var first = next();
    begin(ALICE);
    awaitWaiting(ALICE, 1);

    begin(BOB);

    var second = next();
    assertEquals(BOB.id(), second.reader);
    first.end.countDown();
    assertEquals(ALICE.id(), next().reader);
    second.end.countDown();
  }

  @Test
  void whoHasManyWaitingRestsForAsLongAsItsReadTook() throws Exception {
    var first = hoard();
    now.addAndGet(Duration.ofMillis(7).toNanos());

    first.end.countDown();

    var rest = rest();
    assertEquals(Duration.ofMillis(7).toNanos(), rest.nanos);
    assertEquals(Rest.FEW + 1, turns.waiting(ALICE.party()));
    rest.over.run();
    // Few wait behind those that follow.
    for (int i = 0; i <= Rest.FEW; i++) next().end.countDown();
    assertTrue(rests.isEmpty());
  }

  @Test
  void theOthersReadWhileItRests() throws Exception {
    hoard().end.countDown();
    var rest = rest();

    for (var reader : List.of(BOB, EVE)) begin(reader);

    var one = next().reader;
    var other = next().reader;
    assertEquals(Set.of(BOB.id(), EVE.id()), Set.of(one, other));
    rest.over.run();
    assertEquals(Rest.FEW + 1, turns.waiting(ALICE.party()));
  }

  @Test
  void aReadThatHungIsNoReasonToRestAsLong() throws Exception {
    var first = hoard();
    now.addAndGet(Duration.ofSeconds(9).toNanos());

    first.end.countDown();

    assertEquals(Rest.LONGEST.toNanos(), rest().nanos);
  }

  @Test
  void thoseWhoWaitAreTakenFromTheTenantsInTurns() throws Exception {
    meet();
    begin(ALICE);
    var alice = next();
    begin(BOB);
    var bob = next();
    for (int i = 0; i < 3; i++) begin(ALICE);
    begin(BOB);
    begin(EVE);
    awaitWaiting(ALICE, 3);
    awaitWaiting(BOB, 1);
    awaitWaiting(EVE, 1);

    // Bob's other read runs all the while, so the one that waits has to wait for it.
    var order = new ArrayList<String>();
    for (var ending = alice; order.size() < 4; ) {
      ending.end.countDown();
      ending = next();
      order.add(ending.reader);
    }
    assertEquals(List.of(ALICE.id(), EVE.id(), ALICE.id(), ALICE.id()), order);
    bob.end.countDown();
    assertEquals(BOB.id(), next().reader);
  }

  @Test
  void whoHasLeftIsNotReadFor() throws Exception {
    meet();
    begin(ALICE);
    var first = next();
    var call = Context.current().withCancellation();
    var refused = new AtomicReference<Throwable>();
    var done =
        threads.submit(
            call.wrap(() ->
                refused.set(
                    assertThrows(StatusRuntimeException.class, () -> read(ALICE, () -> "read")))));
    awaitWaiting(ALICE, 1);

    call.cancel(null);
    first.end.countDown();

    done.get();
    assertEquals(Status.Code.CANCELLED, Status.fromThrowable(refused.get()).getCode());
    requireFree();
  }

  @Test
  void aThreadThatIsInterruptedGivesUpItsPlaceInTheLine() throws Exception {
    meet();
    begin(ALICE);
    var first = next();
    var refused = new AtomicReference<Throwable>();
    var waiter =
        Thread.startVirtualThread(() ->
            refused.set(assertThrows(ControlException.class, () -> read(ALICE, () -> "read"))));
    awaitWaiting(ALICE, 1);

    waiter.interrupt();

    waiter.join();
    assertTrue(refused.get() instanceof ControlException);
    first.end.countDown();
    requireFree();
  }

  @Test
  void aReadThatFailsGivesItsPlaceBack() {
    meet();
    for (int i = 0; i < 10; i++)
      assertThrows(
          IllegalStateException.class,
          () ->
              read(
                  ALICE,
                  () -> {
                    throw new IllegalStateException("as it happens");
                  }));
    assertEquals("read", read(ALICE, () -> "read"));
  }

  @Test
  void aTenantIsAloneAgainOnceTheOthersAreGone() throws Exception {
    meet();
    now.addAndGet(Duration.ofMinutes(1).toNanos());

    requireUnlimited();
  }

  @Test
  void thoseWhoWaitGoOnWhenTheOthersAreGone() throws Exception {
    var first = hoard();
    now.addAndGet(Duration.ofMinutes(1).toNanos());

    begin(ALICE);

    for (int i = 0; i <= Rest.FEW + 1; i++) next().end.countDown();
    assertEquals(0, turns.waiting(ALICE.party()));
    first.end.countDown();
  }

  @Test
  void whoOnlyWaitsIsThere() throws Exception {
    var running = hoard();
    for (int seconds = 0; seconds < 30; seconds += 4) {
      now.addAndGet(Duration.ofSeconds(4).toNanos());
      assertEquals("read", read(BOB, () -> "read"));
      running.end.countDown();
      if (turns.waiting(ALICE.party()) > Rest.FEW) rest().over.run();
      running = next();
    }
    begin(ALICE);
    awaitWaiting(ALICE, 2);
    running.end.countDown();
  }

  private void requireUnlimited() throws InterruptedException {
    for (int i = 0; i < 20; i++) begin(ALICE);

    for (int i = 0; i < 20; i++) next().end.countDown();
  }

  /** Both have read lately. */
  private void meet() {
    for (var reader : List.of(ALICE, BOB)) assertEquals("met", read(reader, () -> "met"));
  }

  /** Alice reads, and many more of her reads wait. */
  private Read hoard() throws InterruptedException {
    meet();
    begin(ALICE);
    var first = next();
    for (int i = 0; i <= Rest.FEW; i++) begin(ALICE);
    awaitWaiting(ALICE, Rest.FEW + 1);
    return first;
  }

  /** Both places can be had. */
  private void requireFree() throws InterruptedException {
    begin(ALICE);
    begin(BOB);
    next().end.countDown();
    next().end.countDown();
  }

  private void begin(Principal reader) {
    // Those that still wait at the end are told that the server stops.
    var _ = threads.submit(() -> read(reader, () -> run(reader)));
  }

  private <T> T read(Principal reader, Supplier<T> work) {
    try (var _ = turns.take(reader)) {
      return work.get();
    }
  }

  private String run(Principal reader) {
    var read = new Read(reader.id(), new CountDownLatch(1));
    running.add(read);
    try {
      read.end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return reader.id();
  }

  /** The rest that has begun. */
  private Pause rest() throws InterruptedException {
    var rest = rests.poll(20, TimeUnit.SECONDS);
    if (rest == null) throw new AssertionError("Nobody rests");
    return rest;
  }

  /** The read that has begun. */
  private Read next() throws InterruptedException {
    var read = running.poll(20, TimeUnit.SECONDS);
    if (read == null) throw new AssertionError("Nothing is read");
    return read;
  }

  private void awaitWaiting(Principal reader, int reads) {
    long begun = System.nanoTime();
    while (turns.waiting(reader.party()) != reads) {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(20))
        throw new AssertionError("Not " + reads + " wait of " + reader.id());
      Thread.onSpinWait();
    }
  }
}

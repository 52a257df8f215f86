package io.postern.server.rpc;

import io.grpc.Context;
import io.grpc.Status;
import io.postern.server.config.ServerSettings.StoreSettings;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RecentParties;
import io.postern.server.kernel.Rest;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/**
 * Whose read is worked on. Whoever reads alone waits for nobody. While others were there lately
 * only as many reads run at once as there are places, those that wait are taken from the tenants in
 * turns, and one place is left to the others by each: a thread that reads is not interrupted for
 * another, so a tenant that had all of them would make the others wait for its longest.
 *
 * <p>And who has many waiting then rests for as long as its read took, so that it keeps the
 * processors busy half of the time at most: whatever else the others wait for, such as the network
 * and the door for writes, has to find one as well. Thread-safe.
 */
final class ReadTurns {
  private final int places;
  private final LongSupplier nanoTime;
  private final ObjLongConsumer<Runnable> later;
  private final ReentrantLock lock = new ReentrantLock();
  private final RecentParties parties = new RecentParties();

  /** Those with reads that run or wait, in the order in which they are served. */
  private final Map<String, Line> lines = new LinkedHashMap<>();

  private int running;

  /** The reads of one tenant. */
  private static final class Line {
    private final ArrayDeque<CountDownLatch> waiting = new ArrayDeque<>();
    private int running;

    /** How many of its places rest. */
    private int resting;

    boolean isOver() {
      return running + resting == 0 && waiting.isEmpty();
    }
  }

  /** A place to read at, until it is closed. */
  final class Turn implements AutoCloseable {
    private final String party;
    private final long begun = nanoTime.getAsLong();

    private Turn(String party) {
      this.party = party;
    }

    @Override
    public void close() {
      leave(party, begun);
    }
  }

  /** Places where reading takes place: at the processors, or at the connections of a database. */
  @Inject
  ReadTurns(StoreSettings store) {
    this(
        store.url().isPresent() ? store.connections() : Runtime.getRuntime().availableProcessors(),
        System::nanoTime,
        (work, nanos) ->
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(work));
  }

  /**
   * @param places how many reads run at once; two are the least
   * @param nanoTime as {@link System#nanoTime}
   * @param later runs something after so many nanoseconds
   */
  ReadTurns(int places, LongSupplier nanoTime, ObjLongConsumer<Runnable> later) {
    this.places = Math.max(2, places);
    this.nanoTime = nanoTime;
    this.later = later;
  }

  /**
   * Waits until it is the reader's turn.
   *
   * @throws io.grpc.StatusRuntimeException when the caller has left by then
   */
  Turn take(Principal reader) {
    enter(reader.party());
    var turn = new Turn(reader.party());
    if (!Context.current().isCancelled()) return turn;
    turn.close();
    throw Status.CANCELLED.asRuntimeException();
  }

  /** How many reads of a tenant wait. */
  int waiting(String party) {
    lock.lock();
    try {
      var line = lines.get(party);
      return line == null ? 0 : line.waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private void enter(String party) {
    var turn = new CountDownLatch(1);
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      parties.seen(party, now);
      var line = lines.computeIfAbsent(party, it -> new Line());
      if (line.waiting.isEmpty() && mayRun(line, now)) {
        run(line);
        return;
      }
      line.waiting.add(turn);
      // The others may have gone since it had to wait for them.
      if (!parties.several(now)) startAll(now);
    } finally {
      lock.unlock();
    }
    await(party, turn);
  }

  private void await(String party, CountDownLatch turn) {
    try {
      turn.await();
    } catch (InterruptedException e) {
      giveUp(party, turn);
      Thread.currentThread().interrupt();
      throw ControlException.of(
          new ControlError.Unavailable(
              Problem.of(Reason.RETRYABLE_ERROR, "The server is stopping; read at another one.")));
    }
  }

  private boolean mayRun(Line line, long now) {
    return !parties.several(now) || running < places && line.running + line.resting < places - 1;
  }

  private void run(Line line) {
    line.running++;
    running++;
  }

  private void leave(String party, long begun) {
    lock.lock();
    try {
      rest(party, begun);
    } finally {
      release(party);
      lock.unlock();
    }
  }

  private void rest(String party, long begun) {
    long now = nanoTime.getAsLong();
    var line = lines.get(party);
    if (line == null || line.waiting.size() <= Rest.FEW || !parties.several(now)) return;
    later.accept(() -> rested(party), Rest.after(now - begun));
    line.resting++;
  }

  private void rested(String party) {
    lock.lock();
    try {
      var line = lines.get(party);
      if (line == null) return;
      line.resting--;
      startAll(party, line);
    } finally {
      lock.unlock();
    }
  }

  private void giveUp(String party, CountDownLatch turn) {
    lock.lock();
    try {
      var line = lines.get(party);
      // It was its turn in the same moment.
      if (line == null || !line.waiting.remove(turn)) release(party);
      else if (line.isOver()) lines.remove(party);
    } finally {
      lock.unlock();
    }
  }

  private void release(String party) {
    var line = lines.get(party);
    if (line == null) return;
    line.running--;
    running--;
    startAll(party, line);
  }

  private void startAll(String party, Line line) {
    if (line.isOver()) lines.remove(party);
    startAll(nanoTime.getAsLong());
  }

  private void startAll(long now) {
    while (startOne(now)) {}
  }

  /** Starts the next that waits; its line is served last from then on. */
  private boolean startOne(long now) {
    for (var party : List.copyOf(lines.keySet())) {
      var line = lines.get(party);
      if (line == null || line.waiting.isEmpty() || !mayRun(line, now)) continue;
      // Who only waits is there, too.
      parties.seen(party, now);
      lines.remove(party);
      lines.put(party, line);
      run(line);
      line.waiting.remove().countDown();
      return true;
    }
    return false;
  }
}

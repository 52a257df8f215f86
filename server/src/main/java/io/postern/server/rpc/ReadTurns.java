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
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whose read is worked on. Whoever reads alone waits for nobody. While others were there lately
 * only as many reads run at once as there are places, those that wait are taken from the tenants in
 * turns, and one place is left to the others by each: a thread that reads is not interrupted for
 * another, so a tenant that had all of them would make the others wait for its longest.
 * Thread-safe.
 */
final class ReadTurns {
  private final int places;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final RecentParties parties = new RecentParties();

  /** Those with reads that run or wait, in the order in which they are served. */
  private final Map<String, Line> lines = new LinkedHashMap<>();

  private int running;

  /** The reads of one tenant. */
  private static final class Line {
    private final ArrayDeque<CountDownLatch> waiting = new ArrayDeque<>();
    private int running;

    boolean isOver() {
      return running == 0 && waiting.isEmpty();
    }
  }

  /** Places where reading takes place: at the processors, or at the connections of a database. */
  @Inject
  ReadTurns(StoreSettings store) {
    this(
        store.url().isPresent() ? store.connections() : Runtime.getRuntime().availableProcessors(),
        System::nanoTime);
  }

  /**
   * @param places how many reads run at once; two are the least
   * @param nanoTime as {@link System#nanoTime}
   */
  ReadTurns(int places, LongSupplier nanoTime) {
    this.places = Math.max(2, places);
    this.nanoTime = nanoTime;
  }

  /**
   * Makes a read when it is its turn.
   *
   * @throws io.grpc.StatusRuntimeException when the caller has left by then
   */
  <T> T read(Principal reader, Supplier<T> work) {
    enter(reader.party());
    try {
      if (Context.current().isCancelled()) throw Status.CANCELLED.asRuntimeException();
      return work.get();
    } finally {
      leave(reader.party());
    }
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
      if (!parties.several(now) || mayRun(line) && line.waiting.isEmpty()) {
        run(line);
        return;
      }
      line.waiting.add(turn);
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

  private boolean mayRun(Line line) {
    return running < places && line.running < places - 1;
  }

  private void run(Line line) {
    line.running++;
    running++;
  }

  private void leave(String party) {
    lock.lock();
    try {
      release(party);
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
    if (line.isOver()) lines.remove(party);
    while (running < places && startOne()) {}
  }

  /** Starts the next that waits; its line is served last from then on. */
  private boolean startOne() {
    for (var party : List.copyOf(lines.keySet())) {
      var line = lines.get(party);
      if (line == null || line.waiting.isEmpty() || !mayRun(line)) continue;
      lines.remove(party);
      lines.put(party, line);
      run(line);
      line.waiting.remove().countDown();
      return true;
    }
    return false;
  }
}

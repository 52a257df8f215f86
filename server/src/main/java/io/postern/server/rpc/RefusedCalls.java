package io.postern.server.rpc;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.AuditNote;
import io.postern.server.store.Store;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refusals on their way to the audit. They are written some time after they were told, many at
 * once, so that a flood of refused calls costs a few writes a second and no more; what does not fit
 * into the queue is counted, and one entry says how many those were.
 */
public final class RefusedCalls implements AutoCloseable {
  static final int MAX_WAITING = 4096;

  /** How many of one caller are written each time: it must not push out those of the others. */
  static final int MAX_OF_ONE = 256;

  private static final int AT_ONCE = 1024;
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Logger LOG = LoggerFactory.getLogger(RefusedCalls.class);

  private final Store store;
  private final InstantSource clock;
  private final BlockingQueue<AuditNote> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final PlacesTaken ofOne = new PlacesTaken(MAX_OF_ONE);
  private final AtomicLong leftOut = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("postern-refusals").unstarted(this::run);

  @Inject
  RefusedCalls(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  public void start() {
    thread.start();
  }

  /** Takes a refusal to be written; never waits. */
  void add(AuditNote refusal) {
    if (!ofOne.take(refusal.principal()) || !waiting.offer(refusal)) leftOut.incrementAndGet();
  }

  private void run() {
    try {
      while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) write();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when all that were taken before are written, or counted as left out. */
  public synchronized void write() {
    long uncounted = leftOut.getAndSet(0);
    if (uncounted > 0) writeOr(uncounted, List.of(AuditNote.leftOut(clock.instant(), uncounted)));
    ofOne.clear();
    var batch = new ArrayList<AuditNote>();
    // No more than there were: under a flood this would not end.
    for (int left = waiting.size(); left > 0; left -= batch.size()) {
      batch.clear();
      if (waiting.drainTo(batch, Math.min(left, AT_ONCE)) == 0) return;
      writeOr(batch.size(), batch);
    }
  }

  private void writeOr(long lost, List<AuditNote> notes) {
    var context = new RequestContext(Principal.SYSTEM, clock.instant());
    try {
      var _ =
          store.write(
              context,
              tx -> {
                notes.forEach(tx::note);
                return notes.size();
              });
    } catch (ControlException e) {
      leftOut.addAndGet(lost);
      LOG.debug("{} refusals could not be written to the audit", lost, e);
    }
  }

  /** Writes what waits, if the store takes it. */
  @Override
  public void close() {
    closing.countDown();
    write();
    if (leftOut.get() > 0) LOG.warn("{} refusals are not in the audit", leftOut.get());
  }
}

package io.postern.server.watch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What a thread waits for that follows the log: somebody rings when there may be something to do.
 * Rings before the wait are not lost, and many are as good as one.
 */
public final class Bell {
  private final Semaphore rung = new Semaphore(0);

  /** Wakes the thread, or has its next wait end at once. */
  public void ring() {
    if (rung.availablePermits() == 0) rung.release();
  }

  /**
   * Waits for a ring or until the time is over. Whoever rings has said before what there is to do,
   * so a ring that is swallowed here between the wait and the return is not missed.
   */
  public void await(Duration timeout) throws InterruptedException {
    if (rung.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) rung.drainPermits();
  }
}

package io.postern.server.store;

import io.postern.server.kernel.Revision;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A revision that only moves forward, and a place to wait for it. */
public final class RevisionGate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private volatile Revision current;

  public RevisionGate(Revision start) {
    this.current = start;
  }

  public Revision current() {
    return current;
  }

  /** Moves forward; an older revision changes nothing. */
  public void advance(Revision revision) {
    lock.lock();
    try {
      if (!revision.isAfter(current)) return;
      current = revision;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the gate is at the revision or beyond; false after the time-out. */
  public boolean await(Revision revision, Duration timeout) throws InterruptedException {
    if (!revision.isAfter(current)) return true;
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      while (revision.isAfter(current)) {
        if (left <= 0) return false;
        left = moved.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the gate is beyond the revision or the time is over. */
  public Revision awaitAfter(Revision revision, Duration timeout) throws InterruptedException {
    await(revision.next(), timeout);
    return current;
  }
}

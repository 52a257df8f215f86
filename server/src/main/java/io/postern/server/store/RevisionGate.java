package io.postern.server.store;

import io.postern.server.kernel.Revision;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A revision that only moves forward, and a place to wait for it. Each step wakes those whose
 * revision has come and nobody else, however many wait for a later one.
 */
public final class RevisionGate implements Progress {
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<Revision, Turn> turns = new TreeMap<>();
  private volatile Revision current;

  public RevisionGate(Revision start) {
    this.current = start;
  }

  @Override
  public Revision current() {
    return current;
  }

  /** Moves forward; an older revision changes nothing. */
  public void advance(Revision revision) {
    lock.lock();
    try {
      if (!revision.isAfter(current)) return;
      current = revision;
      var come = turns.headMap(revision, true);
      come.values().forEach(turn -> turn.come.signalAll());
      come.clear();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean await(Revision revision, Duration timeout) throws InterruptedException {
    if (!revision.isAfter(current)) return true;
    lock.lockInterruptibly();
    try {
      return !revision.isAfter(current) || waited(revision, timeout.toNanos());
    } finally {
      lock.unlock();
    }
  }

  private boolean waited(Revision revision, long nanos) throws InterruptedException {
    var turn = turns.computeIfAbsent(revision, any -> new Turn(lock.newCondition()));
    turn.waiting++;
    try {
      long left = nanos;
      while (revision.isAfter(current)) {
        if (left <= 0) return false;
        left = turn.come.awaitNanos(left);
      }
      return true;
    } finally {
      turn.waiting--;
      if (turn.waiting == 0) turns.remove(revision, turn);
    }
  }

  /** Waits until the gate is beyond the revision or the time is over. */
  public Revision awaitAfter(Revision revision, Duration timeout) throws InterruptedException {
    await(revision.next(), timeout);
    return current;
  }

  /** How many revisions are waited for. */
  int awaited() {
    lock.lock();
    try {
      return turns.size();
    } finally {
      lock.unlock();
    }
  }

  /** Those who wait for the same revision. */
  private static final class Turn {
    private final Condition come;
    private int waiting;

    Turn(Condition come) {
      this.come = come;
    }
  }
}

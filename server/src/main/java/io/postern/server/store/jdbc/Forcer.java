package io.postern.server.store.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings groups that are committed to the disk, all that wait with one force, in their order, and
 * has them answered, while the door runs the next one.
 *
 * <p>When a force fails, all that are here fail, and whatever is added, until the door has {@link
 * #settle settled} it: who was told of a later revision must find the earlier ones.
 */
final class Forcer implements AutoCloseable {
  private final JdbcChangeLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Those that are committed, the first of them being forced. */
  private final Deque<WrittenGroup> groups = new ArrayDeque<>();

  private final Thread thread;
  private boolean closing;
  private volatile @Nullable RuntimeException failure;

  Forcer(JdbcChangeLog log) {
    this.log = log;
    this.thread = Thread.ofPlatform().name("postern-write-force").start(this::run);
  }

  void add(WrittenGroup group) {
    lock.lock();
    try {
      if (failure == null) {
        groups.add(group);
        changed.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    group.fail(Outage.notDurable());
  }

  boolean hasFailed() {
    return failure != null;
  }

  /**
   * Returns when nothing is on its way to the disk any more, and says why the last force failed, if
   * it did: for the door, which puts right what is wrong.
   */
  Optional<RuntimeException> settle() {
    awaitAll();
    var why = Optional.ofNullable(failure);
    failure = null;
    return why;
  }

  /** Returns when nothing is on its way any more, whether it came to the disk or failed. */
  void awaitAll() {
    lock.lock();
    try {
      while (!groups.isEmpty()) changed.awaitUninterruptibly();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (var next = awaitGroups(); !next.isEmpty(); next = awaitGroups()) {
      try {
        force(next);
      } catch (RuntimeException e) {
        fail(e);
      } catch (Error e) {
        fail(new IllegalStateException(e));
      }
    }
  }

  /** Returns all there are; none when there will be no more. */
  private List<WrittenGroup> awaitGroups() {
    lock.lock();
    try {
      while (groups.isEmpty() && !closing) changed.awaitUninterruptibly();
      return List.copyOf(groups);
    } finally {
      lock.unlock();
    }
  }

  private void force(List<WrittenGroup> next) {
    // What was written out last has in it what was before.
    for (var group : next.reversed()) {
      if (group.disk() == null) continue;
      group.disk().force(group.reached());
      break;
    }
    for (var group : next) {
      if (group.disk() != null) {
        group.shelf().keep(group.reached());
        log.append(group.changes(), group.reached());
      }
      group.answer();
      removeFirst();
    }
  }

  private void removeFirst() {
    lock.lock();
    try {
      groups.removeFirst();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fail(RuntimeException why) {
    lock.lock();
    try {
      failure = why;
      groups.forEach(group -> group.fail(Outage.notDurable()));
      groups.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Finishes what is on its way. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

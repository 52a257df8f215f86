package io.postern.server.store.jdbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings groups that are committed to the disk, all that wait with one force, in their order, and
 * has them answered, while the door runs the next one.
 *
 * <p>When a force fails, all that are here fail, and whatever is added, until the door has {@link
 * #settle settled} it: who was told of a later revision must find the earlier ones.
 */
final class Forcer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Forcer.class);

  private final Jdbi jdbi;
  private final Engine engine;
  private final JdbcChangeLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Those that are committed, the first of them being forced. */
  private final Deque<WrittenGroup> groups = new ArrayDeque<>();

  private final Thread thread;
  private boolean closing;
  private volatile @Nullable RuntimeException failure;
  private @Nullable Handle handle;

  Forcer(Jdbi jdbi, Engine engine, JdbcChangeLog log) {
    this.jdbi = jdbi;
    this.engine = engine;
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
   * Returns when nothing is on its way any more, and says why the last force failed, if it did: for
   * the door, which puts right what is wrong. The database may be opened anew after it.
   */
  Optional<RuntimeException> settle() {
    lock.lock();
    try {
      while (!groups.isEmpty()) changed.awaitUninterruptibly();
      var why = Optional.ofNullable(failure);
      failure = null;
      dropHandle();
      return why;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (int count = awaitGroups(); count > 0; count = awaitGroups()) {
      try {
        force(count);
      } catch (RuntimeException e) {
        fail(e);
      }
    }
  }

  /** Returns how many there are; 0 when there will be no more. */
  private int awaitGroups() {
    lock.lock();
    try {
      while (groups.isEmpty() && !closing) changed.awaitUninterruptibly();
      return groups.size();
    } finally {
      lock.unlock();
    }
  }

  private void force(int count) {
    var open = handle();
    var last = lastDirty(count);
    if (last.isPresent()) engine.force(open, last.get().reached());
    for (int i = 0; i < count; i++) {
      first().finish(log, open);
      removeFirst();
    }
  }

  private Optional<WrittenGroup> lastDirty(int count) {
    lock.lock();
    try {
      return groups.stream().limit(count).filter(WrittenGroup::isDirty).reduce((one, next) -> next);
    } finally {
      lock.unlock();
    }
  }

  private WrittenGroup first() {
    lock.lock();
    try {
      return groups.getFirst();
    } finally {
      lock.unlock();
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

  private Handle handle() {
    var open = handle;
    if (open == null) {
      open = jdbi.open();
      handle = open;
    }
    return open;
  }

  private void dropHandle() {
    var open = handle;
    handle = null;
    if (open == null) return;
    try {
      open.close();
    } catch (RuntimeException e) {
      LOG.debug("A failed connection could not be closed", e);
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
    dropHandle();
  }
}

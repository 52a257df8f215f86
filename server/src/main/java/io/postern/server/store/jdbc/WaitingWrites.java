package io.postern.server.store.jdbc;

import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RecentParties;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The writers in front of the door, a line for each tenant and one for the administrators. A group
 * is formed by taking one of each line in turns, so who has many waiting makes nobody else wait for
 * them.
 *
 * <p>Whoever comes alone fills a group by itself: the more in a group, the less each costs. While
 * others are there a line has {@value #SHARE} of a group at most, since all wait for the group's
 * last. Thread-safe.
 */
final class WaitingWrites {
  static final int MAX = 16_384;

  /** How many of them one tenant's may be. */
  static final int MAX_OF_ONE = MAX / 2;

  static final int SHARE = 4;

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();

  /** Those that are not empty, in the order in which they are served. */
  private final Map<String, ArrayDeque<Pending<?>>> lines = new LinkedHashMap<>();

  private final RecentParties parties = new RecentParties();
  private int size;
  private boolean closed;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  WaitingWrites(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Takes a writer into its line; false when there is no room. */
  boolean offer(Pending<?> writer) {
    var principal = writer.context.principal();
    lock.lock();
    try {
      if (size == MAX || closed) return false;
      var line = lines.computeIfAbsent(principal.party(), party -> new ArrayDeque<>());
      if (line.size() == MAX_OF_ONE) return false;
      line.add(writer);
      size++;
      // What the server does by itself concerns nobody's share.
      if (!principal.equals(Principal.SYSTEM))
        parties.seen(principal.party(), nanoTime.getAsLong());
      some.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for writers and moves a group of them; none when nobody came in the time. */
  void takeGroup(List<Pending<?>> group, int most, long timeout, TimeUnit unit)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long left = unit.toNanos(timeout); size == 0; left = some.awaitNanos(left))
        if (left <= 0) return;
      int share = parties.several(nanoTime.getAsLong()) ? SHARE : most;
      for (int round = 0; round < share && size > 0 && group.size() < most; round++)
        takeOneOfEach(group, most);
    } finally {
      lock.unlock();
    }
  }

  private void takeOneOfEach(List<Pending<?>> group, int most) {
    for (var party : List.copyOf(lines.keySet())) {
      if (group.size() == most) return;
      // Behind all others, where it stays if there is more of it.
      var line = lines.remove(party);
      if (line == null) continue;
      group.add(line.remove());
      size--;
      if (!line.isEmpty()) lines.put(party, line);
    }
  }

  /** Moves all that wait, and lets in nobody more. */
  void drainTo(List<Pending<?>> all) {
    lock.lock();
    try {
      closed = true;
      while (size > 0) takeOneOfEach(all, Integer.MAX_VALUE);
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return size == 0;
    } finally {
      lock.unlock();
    }
  }
}

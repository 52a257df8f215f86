package io.postern.server.store.jdbc;

import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RecentParties;
import io.postern.server.kernel.Rest;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The writers in front of the door, a line for each tenant, one for the administrators and one for
 * the server itself. Whoever comes alone fills a group: the more in a group, the less each costs.
 *
 * <p>While others are there all wait for their group's last and for the group before, so nobody is
 * to make them long: a line has {@value #SHARE} of a group at most; those with no more than that
 * come first, in a group of their own; when somebody else comes meanwhile, what is left of a long
 * line's share makes way for it; and a line that has more then rests for as long as it was worked
 * for, so that the others find the door open as often as not. Thread-safe.
 */
final class WaitingWrites {
  static final int MAX = 16_384;

  /** How many of them one tenant's may be. */
  static final int MAX_OF_ONE = MAX / 2;

  static final int SHARE = Rest.FEW;

  /** The server's own line; no tenant is called so. */
  private static final String SERVER = "\n";

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();

  /** Those that are not empty, by party, in the order in which they are served. */
  private final Map<String, Line> lines = new LinkedHashMap<>();

  private final RecentParties parties = new RecentParties();
  private int size;
  private boolean hurried;
  private boolean closed;

  /** When the group was taken that is worked on. */
  private long begun;

  private final Set<String> members = new HashSet<>();

  /** How many of it are worked on whoever comes meanwhile. */
  private int certain;

  /** Whether somebody came meanwhile who is not in it. */
  private boolean awaited;

  /** Whether it is of short lines only, though there were long ones. */
  private boolean shortOnly;

  /** The writers of one party. */
  private static final class Line {
    private final String party;
    private final ArrayDeque<Pending<?>> writers = new ArrayDeque<>();
    private long restsUntil;

    /** Whether there were more of it than the group could take. */
    private boolean hasMore;

    Line(String party, long now) {
      this.party = party;
      restsUntil = now;
    }

    boolean isShort() {
      return writers.size() <= SHARE || party.equals(SERVER);
    }

    boolean rests(long now) {
      return restsUntil - now > 0;
    }
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  WaitingWrites(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Takes a writer into its line; false when there is no room. */
  boolean offer(Pending<?> writer) {
    var party = party(writer);
    lock.lock();
    try {
      if (size >= MAX || closed) return false;
      long now = nanoTime.getAsLong();
      var line = line(party, now);
      // With what was taken back there may be more.
      if (line.writers.size() >= MAX_OF_ONE) return false;
      line.writers.add(writer);
      size++;
      seen(party, now);
      if (!party.equals(SERVER)) awaited |= !members.contains(party) && !line.rests(now);
      some.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private static String party(Pending<?> writer) {
    var principal = writer.context.principal();
    return principal.equals(Principal.SYSTEM) ? SERVER : principal.party();
  }

  /** What the server does by itself concerns nobody's share. */
  private void seen(String party, long now) {
    if (!party.equals(SERVER)) parties.seen(party, now);
  }

  private Line line(String party, long now) {
    return lines.computeIfAbsent(party, name -> new Line(name, now));
  }

  /** Waits for writers and moves a group of them; none when nobody came in the time. */
  void takeGroup(List<Pending<?>> group, int most, long timeout, TimeUnit unit)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!awaitReady(unit.toNanos(timeout))) return;
      begun = nanoTime.getAsLong();
      if (parties.several(begun) && !hurried) {
        takeShares(group, most);
      } else {
        takeRounds(List.copyOf(lines.values()), most, group, most);
        certain = hurried ? most : 1;
      }
      members.clear();
      for (var writer : group) members.add(party(writer));
      // Those who only wait are there, too.
      for (var party : members) seen(party, begun);
      awaited = false;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitReady(long nanos) throws InterruptedException {
    long left = nanos;
    for (var now = nanoTime.getAsLong(); ready(now).isEmpty(); now = nanoTime.getAsLong()) {
      if (left <= 0) return false;
      long shortest = left;
      for (var line : lines.values()) shortest = Math.min(shortest, line.restsUntil - now);
      left -= shortest - some.awaitNanos(shortest);
    }
    return true;
  }

  private List<Line> ready(long now) {
    return lines.values().stream().filter(line -> hurried || !line.rests(now)).toList();
  }

  private void takeShares(List<Pending<?>> group, int most) {
    var ready = ready(begun);
    var few = ready.stream().filter(Line::isShort).toList();
    var many = ready.stream().filter(line -> !line.isShort()).toList();
    // Not again and again, nor all of a group: many who have few do not keep out who has many.
    shortOnly = !shortOnly && !few.isEmpty() && !many.isEmpty();
    takeRounds(few, SHARE, group, shortOnly ? most : most - Math.min(most / 2, many.size()));
    certain = group.size();
    if (shortOnly) return;
    takeRounds(many, SHARE, group, most);
    certain = Math.min(certain + many.size(), group.size());
    for (var line : many) line.hasMore = true;
  }

  /** Takes one of each in turns. */
  private void takeRounds(List<Line> from, int rounds, List<Pending<?>> group, int most) {
    int before = -1;
    for (int round = 0; round < rounds && group.size() != before; round++) {
      before = group.size();
      for (var line : from) {
        if (group.size() == most) return;
        if (line.writers.isEmpty()) continue;
        // Behind all others, where it stays if there is more of it.
        lines.remove(line.party);
        group.add(line.writers.remove());
        size--;
        if (!line.writers.isEmpty()) lines.put(line.party, line);
      }
    }
  }

  /**
   * Makes way, once, for those who came meanwhile: what is left of a group goes back, and whoever
   * has few joins it, since the next begins only when it has ended.
   *
   * @param done how many of it were worked on
   * @param most how many it may be
   */
  void makeWay(List<Pending<?>> group, int done, int most) {
    lock.lock();
    try {
      if (!awaited || done < certain) return;
      takeBack(group.subList(done, group.size()));
      takeRounds(newcomers(), SHARE, group, most);
      certain = most;
    } finally {
      lock.unlock();
    }
  }

  private void takeBack(List<Pending<?>> rest) {
    for (var writer : rest.reversed()) {
      var line = line(party(writer), begun);
      line.writers.addFirst(writer);
      line.hasMore = !line.isShort();
      size++;
    }
    rest.clear();
  }

  private List<Line> newcomers() {
    return ready(nanoTime.getAsLong()).stream()
        .filter(line -> line.isShort() && !members.contains(line.party))
        .toList();
  }

  /** The group was worked on: who has more rests. */
  void ended(List<Pending<?>> group) {
    if (group.isEmpty()) return;
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      boolean several = parties.several(now);
      long took = Rest.after(now - begun);
      for (var line : lines.values()) {
        if (line.hasMore && several)
          line.restsUntil = now + took * count(group, line.party) / group.size();
        line.hasMore = false;
      }
    } finally {
      lock.unlock();
    }
  }

  private static long count(List<Pending<?>> group, String party) {
    return group.stream().filter(writer -> party(writer).equals(party)).count();
  }

  /** Nobody rests any more, and groups are as large as they can be: the server stops. */
  void hurry() {
    lock.lock();
    try {
      hurried = true;
      some.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Moves all that wait, and lets in nobody more. */
  void drainTo(List<Pending<?>> all) {
    lock.lock();
    try {
      closed = true;
      takeRounds(List.copyOf(lines.values()), Integer.MAX_VALUE, all, Integer.MAX_VALUE);
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

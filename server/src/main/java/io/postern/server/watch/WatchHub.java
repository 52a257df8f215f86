package io.postern.server.watch;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.ChangeLog;
import io.postern.server.store.ChangeTap;
import io.postern.server.store.LogReader;
import io.postern.server.store.RevisionGate;
import io.postern.server.store.Store;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between the change log and the watches: follows the log from its own cursor, keeps
 * the newest changes in memory, and wakes the watches that a change is for.
 *
 * <p>Two threads, so that a write never waits for thousands of watches to be woken: the follower
 * takes changes from the log and thereby lets their writers go, the announcer maps each change that
 * somebody wants, once, and has those who do woken, a hundred by a virtual thread. A third looks
 * which watches have been silent for too long. A watch has no thread of its own.
 *
 * <p>No watch can miss a change. An audience is told the revision that something is <em>due</em>
 * through before that revision is announced; a watch reads what is announced first and what is due
 * second. When nothing is due after its cursor it may move the cursor to the announced revision
 * without looking, which makes an idle watch free. A watch that joins looks through everything that
 * was in the log then; what comes later is announced to its audience.
 */
public final class WatchHub implements LogReader, AutoCloseable {
  /** How many changes are read at once. */
  static final int READ = 1000;

  /** How long a thread waits before it looks whether the hub stops, and for a lost signal. */
  private static final Duration POLL = Duration.ofMillis(100);

  /** How exactly checkpoints are in time. */
  private static final Duration TICK = Duration.ofMillis(25);

  /** How many watches one thread serves after another, none of which makes it wait. */
  private static final int TURNS = 100;

  /** A watch that begins while the announcer is slow gets what it missed with its checkpoint. */
  private static final Duration ANNOUNCED_WITHIN = Duration.ofSeconds(1);

  private static final long END_WITHIN_SECONDS = 5;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(WatchHub.class);

  private final Store store;
  private final ChangeLog log;
  private final WatchedKinds kinds;
  private final Set<ChangeTap> taps;
  private final Duration pause;
  private final RevisionGate served;
  private final RevisionGate announced;
  private final RecentChanges recent;
  private final Audiences audiences;
  private final ExecutorService work =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("postern-watch-", 0).factory());
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  @Inject
  WatchHub(Store store, WatchedKinds kinds, Set<ChangeTap> taps) {
    this(store, kinds, taps, PAUSE_AFTER_FAILURE);
  }

  /** One that shows changes to nobody but watches. */
  WatchHub(Store store, WatchedKinds kinds, Duration pause) {
    this(store, kinds, Set.of(), pause);
  }

  /**
   * @param pause after a failure
   */
  private WatchHub(Store store, WatchedKinds kinds, Set<ChangeTap> taps, Duration pause) {
    this.store = store;
    this.taps = taps;
    this.log = store.log();
    this.kinds = kinds;
    this.pause = pause;
    var start = log.last();
    this.served = new RevisionGate(start);
    this.announced = new RevisionGate(start);
    this.recent = new RecentChanges(start);
    this.audiences = new Audiences(store);
  }

  /** Starts to follow the log; from now on writes wait for it. */
  public void start() {
    store.waitFor(this);
    threads.add(thread("postern-watch-follower", this::follow));
    threads.add(thread("postern-watch-announcer", this::announce));
    threads.add(thread("postern-watch-ticker", this::tick));
  }

  /** Ends its threads. Never by interruption, which would close the database file under them. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      for (var thread : threads) thread.join();
      work.shutdown();
      if (!work.awaitTermination(END_WITHIN_SECONDS, TimeUnit.SECONDS))
        LOG.warn("The threads of watches did not end in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String name() {
    return "watch";
  }

  @Override
  public boolean awaitServed(Revision revision, Duration timeout) throws InterruptedException {
    return served.await(revision, timeout);
  }

  /**
   * Runs what may have to wait on a virtual thread.
   *
   * @throws RejectedExecutionException when the hub has stopped
   */
  void execute(Runnable task) {
    work.execute(task);
  }

  /** Lets a watch take part, and returns when all that it must look through was announced. */
  Joined join(Feed feed, Audience.Member member) throws InterruptedException {
    var audience = audiences.enter(feed, member);
    // Read after it was added: what the announcer is just at without this audience is served.
    var start = served.current();
    try {
      var _ = announced.await(start, ANNOUNCED_WITHIN);
      return new Joined(audience, start);
    } catch (InterruptedException e) {
      audiences.leave(audience, member);
      throw e;
    }
  }

  /**
   * @param through what was there when the watch joined, which nobody else has looked through for
   *     it
   */
  record Joined(Audience audience, Revision through) {
    boolean hasDueAfter(Revision cursor) {
      return through.isAfter(cursor) || audience.hasDueAfter(cursor);
    }
  }

  void leave(Audience audience, Audience.Member member) {
    audiences.leave(audience, member);
  }

  /** The revision that watches can read through. */
  Revision announced() {
    return announced.current();
  }

  ChangeLog log() {
    return log;
  }

  /** Starts to read everything that a feed may show. */
  Snapshot snapshot(Feed feed) {
    return new Snapshot(store, this, kinds, feed);
  }

  /** What was announced after a cursor, as far as memory has it; empty for who is far behind. */
  Optional<Chunk> recentAfter(Revision cursor) {
    return recent.after(cursor, announced.current(), READ);
  }

  /** What was announced after a cursor, from memory, or from the log for who is far behind. */
  Chunk after(Revision cursor) {
    var end = announced.current();
    return recent.after(cursor, end, READ).orElseGet(() -> fromLog(cursor, end));
  }

  /** Makes the messages that are missing, all at one revision. */
  void map(List<WatchedChange> changes, boolean withPrevious) {
    var missing = changes.stream().filter(change -> !change.isMapped(withPrevious)).toList();
    if (missing.isEmpty()) return;
    var _ =
        store.read(tx -> {
          missing.forEach(change -> change.map(tx, withPrevious));
          return tx.revision();
        });
  }

  /**
   * @throws ControlException {@code RightsChanged} when the viewer may see other things by now
   */
  void requireSameRights(Feed feed) {
    if (feed.viewer().principal().isAdministrator()) return;
    var _ =
        store.read(tx -> {
          feed.viewer().requireSameRights(tx);
          return tx.revision();
        });
  }

  private Chunk fromLog(Revision cursor, Revision end) {
    var changes = log.after(cursor, READ);
    var wanted = changes.stream().filter(change -> !change.revision().isAfter(end)).toList();
    boolean all = changes.size() < READ || wanted.size() < changes.size();
    return new Chunk(watched(wanted), all ? end : changes.getLast().revision());
  }

  private List<WatchedChange> watched(List<Change> changes) {
    return changes.stream()
        .flatMap(
            change -> kinds.of(change.kind()).map(kind -> new WatchedChange(change, kind)).stream())
        .toList();
  }

  private void follow() {
    var cursor = served.current();
    while (!stopped()) {
      try {
        if (!log.await(cursor, POLL).isAfter(cursor)) continue;
        cursor = take(cursor);
        served.advance(cursor);
      } catch (InterruptedException | RuntimeException e) {
        pause("The change log cannot be read after " + cursor.token(), e);
      }
    }
  }

  /**
   * Takes in what comes after a cursor. Where that is no longer kept, as on a server that was cut
   * off for long, the watches are told so when they look for themselves.
   */
  private Revision take(Revision cursor) {
    List<Change> changes;
    try {
      changes = log.after(cursor, READ);
    } catch (ControlException e) {
      if (!e.isCompacted()) throw e;
      var start = log.last();
      taps.forEach(ChangeTap::missed);
      recent.beginAnew(start);
      return start;
    }
    for (var tap : taps) tap.changed(changes);
    recent.append(watched(changes));
    return changes.getLast().revision();
  }

  private void announce() {
    while (!stopped()) {
      try {
        var start = announced.current();
        var end = served.awaitAfter(start, POLL);
        if (end.isAfter(start)) announce(start, end);
      } catch (InterruptedException | RuntimeException e) {
        pause("Watches cannot be told what comes after " + announced.current().token(), e);
      }
    }
  }

  private void announce(Revision start, Revision end) {
    // When the announcer itself is too far behind for memory, every watch looks for itself.
    var batch = recent.after(start, end, Integer.MAX_VALUE).map(Chunk::changes);
    var wanted = new LinkedHashSet<WatchedChange>();
    var wantedWithPrevious = new LinkedHashSet<WatchedChange>();
    var concerned = new ArrayList<Audience>();
    for (var audience : audiences.all()) {
      boolean due = batch.isEmpty();
      for (var change : batch.orElse(List.of())) {
        if (!audience.wants(change)) continue;
        (audience.feed().needsPrevious() ? wantedWithPrevious : wanted).add(change);
        due = true;
      }
      if (!due) continue;
      audience.due(end);
      concerned.add(audience);
    }
    try {
      map(List.copyOf(wantedWithPrevious), true);
      map(List.copyOf(wanted), false);
    } catch (RuntimeException e) {
      LOG.warn("A change could not be shown; the watches that want it will try themselves", e);
    }
    concerned.addAll(audiences.endWithoutRights(batch));
    announced.advance(end);
    for (var audience : concerned) wake(audience.members());
  }

  private void tick() {
    while (!stopped()) {
      try {
        var _ = stopping.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      long now = System.nanoTime();
      for (var audience : audiences.all()) wake(audience.tick(now));
    }
  }

  /** Has watches served, some by one thread after another. */
  private void wake(Collection<Audience.Member> members) {
    var some = new ArrayList<Audience.Member>(TURNS);
    for (var member : members) {
      some.add(member);
      if (some.size() < TURNS) continue;
      turns(List.copyOf(some));
      some.clear();
    }
    if (!some.isEmpty()) turns(some);
  }

  private void turns(List<Audience.Member> members) {
    work.execute(() -> members.forEach(Audience.Member::turn));
  }

  private boolean stopped() {
    return stopping.getCount() == 0;
  }

  private void pause(String what, Exception why) {
    LOG.warn("{}; trying again", what, why);
    try {
      var _ = stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(String name, Runnable work) {
    return Thread.ofPlatform().name(name).daemon().start(work);
  }
}

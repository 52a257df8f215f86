package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Trouble;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a store that could not be written to back to where it can, without anybody's help. What is
 * wrong is said once when it begins and once when it is over.
 *
 * <p>After a failed write nobody knows what is on disk. The database is let go of, opened for reads
 * alone, and tried again from time to time: opened anew, held against what was acknowledged, and
 * written to. Only a write that is on disk ends the trouble. What had been committed and never
 * acknowledged may be there then or not; what was acknowledged is, or the store stays as it is.
 *
 * <p>All but {@link #trouble} is for the door's thread.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);

  private final Engine engine;
  private final Database database;
  private final JdbcChangeLog log;
  private volatile @Nullable Trouble trouble;
  private boolean usable = true;
  private Duration pause = PAUSE;
  private long nextTryNanos;
  private long endedNanos = System.nanoTime() - LONGEST_PAUSE.toNanos();

  Recovery(Engine engine, Database database, JdbcChangeLog log) {
    this.engine = engine;
    this.database = database;
    this.log = log;
  }

  Optional<Trouble> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** What a writer is told meanwhile. */
  ControlException refusal() {
    return ControlException.of(new ControlError.Unavailable(trouble().orElseThrow().problem()));
  }

  /** Finds out whether a store that was just opened can be written to. */
  void atStart() {
    // A database that others write to shows with the first group; trying might wait for theirs.
    if (engine.isShared()) return;
    try {
      prove();
    } catch (RuntimeException e) {
      begin(e);
    }
  }

  /** Takes note of a failed write. */
  void begin(Throwable why) {
    say(why);
    pauseLonger();
    usable = engine.retreat(database);
  }

  /** Whether a group may be written. */
  boolean admits() {
    return trouble == null || usable || triedAgain();
  }

  /** A group was written. */
  void end() {
    var over = trouble;
    if (over == null) return;
    trouble = null;
    usable = true;
    endedNanos = System.nanoTime();
    LOG.info("The store takes writes again, after {} s.", over.lasting().toSeconds());
  }

  /** Nobody waits to write. */
  void idle() {
    if (trouble != null) {
      var _ = triedAgain();
    }
  }

  private boolean triedAgain() {
    if (System.nanoTime() - nextTryNanos < 0) return false;
    try {
      engine.requireRoom();
    } catch (RuntimeException e) {
      say(e);
      nextTryNanos = System.nanoTime() + PAUSE.toNanos();
      return false;
    }
    try {
      engine.advance(database);
      prove();
    } catch (RuntimeException e) {
      begin(e);
      return false;
    }
    end();
    return true;
  }

  /** Writes something that changes nothing, and takes in what was committed and not told. */
  private void prove() {
    try (var handle = database.jdbi().open()) {
      var _ = handle.begin();
      var found = lockRevision(handle);
      requireNothingLost(found);
      var _ =
          handle.execute("UPDATE counter SET amount = ? WHERE name = 'revision'", found.number());
      var _ = handle.commit();
      engine.force(handle, found);
      log.catchUp(handle);
    }
  }

  /** Locks the row of the revision until the transaction ends. */
  static Revision lockRevision(Handle handle) {
    return new Revision(
        handle
            .select("SELECT amount FROM counter WHERE name = 'revision' FOR UPDATE")
            .mapTo(Long.class)
            .one());
  }

  /** Throws when the database is older than what this server has told. */
  void requireNothingLost(Revision found) {
    if (log.last().isAfter(found)) throw new LostWrites(log.last(), found);
  }

  /** Says it to the log, if it is new. */
  private void say(Throwable why) {
    var before = trouble;
    var problem = engine.trouble(why);
    if (before != null && before.problem().equals(problem)) return;
    trouble = new Trouble(problem, before == null ? System.nanoTime() : before.beganNanos());
    LOG.error("The store takes no writes. {} {}: {}", problem.message(), engine, Outage.root(why));
    LOG.debug("What failed", why);
  }

  /** Where opening does not help, or not for long, it is tried less and less often. */
  private void pauseLonger() {
    boolean again = System.nanoTime() - endedNanos < LONGEST_PAUSE.toNanos() || !usable;
    pause = again ? shorter(pause.multipliedBy(2), LONGEST_PAUSE) : PAUSE;
    nextTryNanos = System.nanoTime() + pause.toNanos();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}

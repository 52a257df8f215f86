package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.ChangeLog;
import io.postern.server.store.Progress;
import io.postern.server.store.RevisionGate;
import io.postern.server.store.jdbc.document.Documents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The change table, with its newest part kept in memory so that readers who are up to date cost the
 * database nothing. Shows a revision only after it was forced to disk, and never goes back.
 *
 * <p>What is kept in memory has no gap: where other servers have written in between, their changes
 * are read from the table first.
 */
final class JdbcChangeLog implements ChangeLog {
  /** How many of the newest changes are kept in memory. */
  static final int RECENT = 8192;

  /** By name: a column that a newer server adds would end the statements that are prepared. */
  static final String COLUMNS =
      "SELECT revision, position, kind, operation, body, earlier, tenant, actor, reason, made_at";

  private static final Logger LOG = LoggerFactory.getLogger(JdbcChangeLog.class);

  private final Jdbi jdbi;
  private final Documents documents;
  private final RevisionGate durable;
  private final Lock appending = new ReentrantLock();
  private final Deque<Change> recent = new ArrayDeque<>();
  private Revision recentStart;
  private final boolean shared;
  private volatile Revision oldest;
  private volatile long completeAtNanos = System.nanoTime();

  /**
   * @param shared whether others write to the store as well
   */
  JdbcChangeLog(Jdbi jdbi, Documents documents, boolean shared) {
    this.shared = shared;
    this.jdbi = jdbi;
    this.documents = documents;
    var last = jdbi.withHandle(handle -> counter(handle, "revision"));
    this.durable = new RevisionGate(last);
    this.recentStart = last;
    this.oldest = jdbi.withHandle(handle -> counter(handle, "compacted"));
  }

  static Revision counter(Handle handle, String name) {
    return new Revision(
        handle.select("SELECT amount FROM counter WHERE name = ?", name).mapTo(Long.class).one());
  }

  /**
   * Tells readers of a group that is on disk now.
   *
   * @param handle to read by what others wrote in between; never one of the pool, whose connections
   *     may all wait for this
   * @param before the revision that the group began after
   */
  void committed(Handle handle, Revision before, Revision reached, List<Change> changes) {
    appending.lock();
    try {
      if (last().equals(before)) append(changes, reached);
      else catchUp(handle);
    } catch (RuntimeException e) {
      LOG.warn("What others wrote before {} cannot be read yet", reached.token(), e);
    } finally {
      appending.unlock();
    }
  }

  /** Takes in what is in the table and did not come by way of this server. */
  void catchUp(Handle handle) {
    appending.lock();
    try {
      long asked = System.nanoTime();
      oldest = counter(handle, "compacted");
      var reached = counter(handle, "revision");
      if (oldest.isAfter(last())) forgetUpTo(reached);
      while (reached.isAfter(last())) {
        var changes = fromTable(handle, last(), reached, RECENT / 4);
        append(changes, changes.isEmpty() ? reached : changes.getLast().revision());
      }
      completeAtNanos = asked;
    } finally {
      appending.unlock();
    }
  }

  private void append(List<Change> changes, Revision reached) {
    synchronized (recent) {
      recent.addAll(changes);
      while (recent.size() > RECENT) dropOldest();
    }
    durable.advance(reached);
  }

  /** What was missed is not kept any more: whoever reads the log has to begin anew. */
  private void forgetUpTo(Revision reached) {
    synchronized (recent) {
      recent.clear();
      recentStart = reached;
    }
    durable.advance(reached);
  }

  /** Drops one whole revision, so that what is kept starts right after a revision. */
  private void dropOldest() {
    recentStart = recent.getFirst().revision();
    while (!recent.isEmpty() && recent.getFirst().revision().equals(recentStart))
      recent.removeFirst();
  }

  @Override
  public Revision last() {
    return durable.current();
  }

  @Override
  public Revision newest() {
    try {
      return shared ? jdbi.withHandle(handle -> counter(handle, "revision")) : last();
    } catch (JdbiException e) {
      throw Outage.told(e);
    }
  }

  @Override
  public Duration staleness() {
    return shared ? Duration.ofNanos(System.nanoTime() - completeAtNanos) : Duration.ZERO;
  }

  @Override
  public Progress progress() {
    return durable;
  }

  @Override
  public Revision oldest() {
    return oldest;
  }

  @Override
  public Revision await(Revision revision, Duration timeout) throws InterruptedException {
    return durable.awaitAfter(revision, timeout);
  }

  @Override
  public List<Change> after(Revision revision, int limit) {
    if (!last().isAfter(revision)) return List.of();
    return fromMemory(revision, limit).orElseGet(() -> fromTable(revision, limit));
  }

  private Optional<List<Change>> fromMemory(Revision revision, int limit) {
    synchronized (recent) {
      if (recentStart.isAfter(revision)) return Optional.empty();
      var end = last();
      var found = new ArrayList<Change>();
      // Newest first, because readers are rarely far behind.
      for (var newestFirst = recent.descendingIterator(); newestFirst.hasNext(); ) {
        var change = newestFirst.next();
        if (!change.revision().isAfter(revision)) break;
        if (!change.revision().isAfter(end)) found.add(change);
      }
      return Optional.of(wholeRevisions(found.reversed(), limit));
    }
  }

  private List<Change> fromTable(Revision revision, int limit) {
    try {
      return jdbi.withHandle(handle -> fromTable(handle, revision, last(), limit));
    } catch (JdbiException e) {
      throw Outage.told(e);
    }
  }

  private List<Change> fromTable(Handle handle, Revision revision, Revision end, int limit) {
    if (counter(handle, "compacted").isAfter(revision)) throw compacted(revision);
    var found =
        handle
            .select(
                COLUMNS
                    + " FROM change WHERE revision > ? AND revision <= ? ORDER BY revision,"
                    + " position LIMIT ?",
                revision.number(),
                end.number(),
                limit)
            .map((row, context) -> change(documents, row))
            .list();
    if (found.size() < limit) return found;
    var cut = found.getLast().revision();
    found.addAll(
        handle
            .select(
                COLUMNS + " FROM change WHERE revision = ? AND position > ? ORDER BY position",
                cut.number(),
                positionsOf(found, cut) - 1)
            .map((row, context) -> change(documents, row))
            .list());
    return found;
  }

  private static long positionsOf(List<Change> found, Revision revision) {
    return found.stream().filter(change -> change.revision().equals(revision)).count();
  }

  private static List<Change> wholeRevisions(List<Change> changes, int limit) {
    if (changes.size() <= limit) return List.copyOf(changes);
    int end = limit;
    while (end < changes.size()
        && changes.get(end).revision().equals(changes.get(end - 1).revision())) end++;
    return List.copyOf(changes.subList(0, end));
  }

  static Change change(Documents documents, ResultSet row) throws SQLException {
    var kind = row.getString("kind");
    var operation = Change.Operation.valueOf(row.getString("operation"));
    var resource = documents.read(kind, row.getString("body"));
    return new Change(
        new Revision(row.getLong("revision")),
        operation,
        resource,
        switch (operation) {
          case CREATED -> Optional.empty();
          case UPDATED -> Optional.of(documents.read(kind, row.getString("earlier")));
          case DELETED -> Optional.of(resource);
        },
        Optional.ofNullable(row.getString("tenant")),
        row.getString("actor"),
        row.getString("reason"),
        Instant.ofEpochMilli(row.getLong("made_at")));
  }

  private ControlException compacted(Revision revision) {
    return ControlException.of(
        new ControlError.RevisionCompacted(
            Problem.of(
                    Reason.REVISION_COMPACTED,
                    "Changes after "
                        + revision.token()
                        + " are no longer kept; list again and watch from there.")
                .with("oldestRevision", oldest.token())));
  }

  @Override
  public void compact(Instant before) {
    jdbi.useTransaction(handle -> {
      long compacted = counter(handle, "compacted").number();
      var cut =
          handle
              .select(
                  "SELECT COALESCE(MAX(revision), 0) FROM change WHERE revision > ? AND made_at <"
                      + " ?",
                  compacted,
                  before.toEpochMilli())
              .mapTo(Long.class)
              .one();
      if (cut <= compacted) return;
      handle.execute("UPDATE counter SET amount = ? WHERE name = 'compacted'", cut);
      oldest = new Revision(cut);
    });
  }
}

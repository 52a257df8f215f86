package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.AuditNote;
import io.postern.server.store.Change;
import io.postern.server.store.Committed;
import io.postern.server.store.Trouble;
import io.postern.server.store.WriteTx;
import io.postern.server.store.jdbc.document.Documents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in for changes: a thread that takes the waiting writers, runs them one after another
 * in one transaction, each behind a savepoint and with a revision of its own, commits, forces the
 * file to disk once, and only then answers all of them, the refused ones too, because a refusal may
 * rest on what an earlier writer of the group did.
 *
 * <p>When the forced write fails, nobody knows what is on disk: every writer of the group fails,
 * and the door stays shut until {@link Recovery} has found out and the disk takes writes again.
 */
final class WriteDoor implements AutoCloseable {
  static final int MAX_GROUP = 512;

  /** What is to be tidied up has to be looked for, which is not worth it after each write. */
  private static final int TIDY_AFTER = 8;

  /** The more is done at once, the longer others wait. */
  private static final int MOST_UNTIDIED = 512;

  private static final Logger LOG = LoggerFactory.getLogger(WriteDoor.class);
  private static final String SAVEPOINT = "writer";
  private static final RequestContext INSPECTION =
      new RequestContext(Principal.SYSTEM, Instant.EPOCH);

  private final Jdbi jdbi;
  private final Engine engine;
  private final Recovery recovery;
  private final Documents documents;
  private final AccessFacts facts;
  private final IdSource ids;
  private final JdbcChangeLog log;
  private final ResourceCache cache;
  private final WaitingWrites waiting = new WaitingWrites(System::nanoTime);
  private final Thread thread;
  private volatile boolean closing;
  private int untidied;
  private boolean tidies = true;
  private @Nullable Handle handle;
  private @Nullable Sql sql;

  WriteDoor(
      Database database,
      Engine engine,
      Documents documents,
      AccessFacts facts,
      IdSource ids,
      JdbcChangeLog log,
      ResourceCache cache) {
    this.jdbi = database.jdbi();
    this.engine = engine;
    this.recovery = new Recovery(engine, database, log);
    this.documents = documents;
    this.facts = facts;
    this.ids = ids;
    this.log = log;
    this.cache = cache;
    this.thread = Thread.ofPlatform().name("postern-write-door").start(this::run);
  }

  <T> Committed<T> submit(RequestContext context, Function<WriteTx, T> work, boolean planOnly) {
    var pending = new Pending<>(context, work, planOnly);
    if (closing)
      throw unavailable(
          Reason.STORE_UNAVAILABLE, "The server is stopping; try again on the next one.");
    if (!waiting.offer(pending))
      throw unavailable(
          Reason.STORE_UNAVAILABLE,
          closing
              ? "The server is stopping; try again on the next one."
              : "Too many writes are waiting; try again in a moment.");
    return pending.await();
  }

  /** Why no group is written just now. */
  Optional<Trouble> trouble() {
    return recovery.trouble();
  }

  /**
   * Returns when it is known whether the database can be used, and it was opened again if need be:
   * asked for by who could not read.
   */
  void inspect() {
    try {
      var _ = submit(INSPECTION, tx -> tx, true);
    } catch (ControlException e) {
      LOG.debug("The database is not well", e);
    }
  }

  private void run() {
    recovery.atStart();
    var group = new ArrayList<Pending<?>>();
    while (!closing || !waiting.isEmpty()) {
      try {
        waiting.takeGroup(group, MAX_GROUP, 100, TimeUnit.MILLISECONDS);
        if (group.isEmpty()) recovery.idle();
        else commit(group);
      } catch (InterruptedException e) {
        closing = true;
      } finally {
        waiting.ended(group);
        group.clear();
      }
    }
    dropHandle();
  }

  private void commit(List<Pending<?>> group) {
    if (!recovery.admits()) {
      fail(group, recovery.refusal());
      return;
    }
    boolean committed = false;
    try {
      var open = handle();
      open.begin();
      var start = Recovery.lockRevision(open);
      recovery.requireNothingLost(start);
      cache.begin(start);
      var shelf = new Shelf(cache);
      var changes = new ArrayList<Change>();
      var notes = new ArrayList<AuditNote>();
      var reached = start;
      boolean dirty = false;
      var view = facts.view();
      for (int i = 0; i < group.size(); waiting.makeWay(group, ++i, MAX_GROUP)) {
        var pending = group.get(i);
        var tx =
            new JdbcWriteTx(
                sql(open), documents, view, reached.next(), pending.context, ids, shelf);
        if (!runOne(open, pending, tx)) continue;
        tx.done();
        dirty |= tx.isDirty();
        if (!tx.changes().isEmpty()) reached = tx.revision();
        changes.addAll(tx.changes());
        notes.addAll(tx.notes());
      }
      if (dirty) {
        shelf.writeTallies(sql(open));
        AuditRows.append(sql(open), notes);
        open.execute("UPDATE counter SET amount = ? WHERE name = 'revision'", reached.number());
        engine.signal(open);
        cache.committing(start, reached, changes);
        // Nobody knows what a commit that fails has done.
        committed = true;
        open.commit();
        tidy(open, group.size());
        engine.force(open, reached);
        shelf.keep(reached);
        log.committed(open, start, reached, changes);
      } else {
        open.rollback();
      }
      recovery.end();
      group.forEach(Pending::release);
    } catch (RuntimeException e) {
      failed(group, committed, e);
    }
  }

  private void tidy(Handle open, int writes) {
    untidied += writes;
    if (untidied < TIDY_AFTER || !tidies || closing) return;
    // Where it fails it would fail each time, and nobody could write.
    tidies = false;
    untidied = engine.tidy(open, untidied) ? 0 : Math.min(untidied, MOST_UNTIDIED);
    tidies = true;
  }

  private void failed(List<Pending<?>> group, boolean committed, RuntimeException why) {
    dropHandle();
    cache.forget();
    boolean outage = committed || Outage.is(why);
    if (outage) recovery.begin(why);
    else LOG.error("A group of {} writes failed and was rolled back", group.size(), why);
    fail(group, outage && !committed ? recovery.refusal() : Outage.notDurable());
  }

  /** Runs one writer behind a savepoint; false when it left nothing behind. */
  private static <T> boolean runOne(Handle open, Pending<T> pending, JdbcWriteTx tx) {
    open.savepoint(SAVEPOINT);
    try {
      var value = pending.work.apply(tx);
      pending.succeed(new Committed<>(value, tx.reached()));
      if (pending.planOnly) {
        open.rollbackToSavepoint(SAVEPOINT);
        tx.forgetFacts();
        return false;
      }
      open.releaseSavepoint(SAVEPOINT);
      return true;
    } catch (RuntimeException e) {
      open.rollbackToSavepoint(SAVEPOINT);
      tx.forgetFacts();
      pending.refuse(e);
      return false;
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

  private Sql sql(Handle open) {
    var kept = sql;
    if (kept == null) {
      kept = new Sql(open.getConnection());
      sql = kept;
    }
    return kept;
  }

  private void dropHandle() {
    var open = handle;
    handle = null;
    // Its statements are closed with the connection.
    sql = null;
    if (open == null) return;
    try {
      if (open.isInTransaction()) open.rollback();
      open.close();
    } catch (RuntimeException e) {
      LOG.debug("A failed connection could not be closed", e);
    }
  }

  private static void fail(List<Pending<?>> group, ControlException why) {
    for (var pending : group) {
      pending.refuse(why);
      pending.release();
    }
  }

  private static ControlException unavailable(Reason reason, String message) {
    return ControlException.of(new ControlError.Unavailable(Problem.of(reason, message)));
  }

  /** Finishes the writers that wait already, then stops. */
  @Override
  public void close() {
    closing = true;
    waiting.hurry();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var late = new ArrayList<Pending<?>>();
    waiting.drainTo(late);
    fail(
        late,
        unavailable(
            Reason.STORE_UNAVAILABLE, "The server is stopping; try again on the next one."));
  }
}

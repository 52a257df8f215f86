package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Revision;
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
 * in one transaction, each behind a savepoint and with a revision of its own, and commits. A file
 * is then forced to disk by the {@link Forcer}, while the next group runs; only after that are all
 * of the group answered, the refused ones too, because a refusal may rest on what an earlier writer
 * did.
 *
 * <p>When a force fails, nobody knows what is on disk: every writer who was not answered fails, and
 * the door stays shut until {@link Recovery} has found out and the disk takes writes again.
 */
final class WriteDoor implements AutoCloseable {
  static final int MAX_GROUP = 512;

  private static final Logger LOG = LoggerFactory.getLogger(WriteDoor.class);
  private static final String SAVEPOINT = "writer";
  private static final RequestContext INSPECTION =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);

  private final Jdbi jdbi;
  private final Engine engine;
  private final Recovery recovery;
  private final Documents documents;
  private final AccessFacts facts;
  private final IdSource ids;
  private final JdbcChangeLog log;
  private final ResourceCache cache;
  private final WaitingWrites waiting = new WaitingWrites(System::nanoTime);
  private final @Nullable Forcer forcer;
  private final Thread thread;
  private volatile boolean closing;

  /** What the group before had in common. */
  private @Nullable Shelf before;

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
    // A commit on a database server is on disk when it returns.
    this.forcer = engine.isShared() ? null : new Forcer(log);
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
    try {
      recovery.atStart();
      work();
    } finally {
      end();
    }
  }

  private void work() {
    var group = new ArrayList<Pending<?>>();
    while (!closing || !waiting.isEmpty()) {
      try {
        waiting.takeGroup(group, MAX_GROUP, 100, TimeUnit.MILLISECONDS);
        if (forcer != null && forcer.hasFailed()) settle();
        if (group.isEmpty()) recovery.idle();
        else commit(group);
      } catch (InterruptedException e) {
        closing = true;
      } finally {
        group.clear();
      }
    }
  }

  private void end() {
    if (forcer != null) {
      forcer.close();
      if (forcer.hasFailed()) settle();
    }
    dropHandle();
  }

  private void commit(List<Pending<?>> group) {
    if (!recovery.admits()) {
      WrittenGroup.fail(group, recovery.refusal());
      return;
    }
    boolean committed = false;
    try {
      var open = handle();
      open.begin();
      var start = Recovery.lockRevision(open);
      recovery.requireNothingLost(start);
      var shelf = shelf(start);
      var changes = new ArrayList<Change>();
      var notes = new ArrayList<AuditNote>();
      var reached = start;
      boolean dirty = false;
      WrittenOut disk = null;
      var view = facts.view();
      for (var pending : group) {
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
        open.commit();
        committed = true;
        disk = writeOut(open);
      } else {
        open.rollback();
      }
      recovery.end();
      var writers = List.copyOf(group);
      finish(open, new WrittenGroup(writers, start, reached, changes, shelf, disk));
    } catch (RuntimeException e) {
      failed(group, committed, e);
    }
  }

  /**
   * One after the other: what is written behind something that fails is built on pages that are
   * missing, and hides what was whole before.
   */
  private WrittenOut writeOut(Handle open) {
    if (forcer != null) {
      forcer.awaitAll();
      if (forcer.hasFailed())
        throw new IllegalStateException("The group before did not come to the disk.");
    }
    return engine.writeOut(open);
  }

  private void finish(Handle open, WrittenGroup group) {
    if (group.disk() != null) before = group.shelf();
    if (forcer != null) {
      forcer.add(group);
      return;
    }
    if (group.disk() != null) {
      group.shelf().keep(group.reached());
      log.committed(open, group.start(), group.reached(), group.changes());
    }
    group.answer();
  }

  /** Begins where the group before has ended, whose changes may not be in the cache yet. */
  private Shelf shelf(Revision start) {
    if (before != null && !before.isKept()) return new Shelf(cache, before);
    before = null;
    cache.begin(start);
    return new Shelf(cache, null);
  }

  private void failed(List<Pending<?>> group, boolean committed, RuntimeException why) {
    boolean known = settle();
    dropHandle();
    boolean outage = known || committed || Outage.is(why);
    if (outage && !known) recovery.begin(why);
    if (!outage) LOG.error("A group of {} writes failed and was rolled back", group.size(), why);
    WrittenGroup.fail(group, outage && !committed ? recovery.refusal() : Outage.notDurable());
  }

  /**
   * Waits for what is on its way to the disk, and takes note if that did not come there.
   *
   * @return whether it did not
   */
  private boolean settle() {
    var failure = forcer == null ? Optional.<RuntimeException>empty() : forcer.settle();
    before = null;
    cache.forget();
    if (failure.isEmpty()) return false;
    dropHandle();
    recovery.begin(failure.get());
    return true;
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

  private static ControlException unavailable(Reason reason, String message) {
    return ControlException.of(new ControlError.Unavailable(Problem.of(reason, message)));
  }

  /** Finishes the writers that wait already, then stops. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var late = new ArrayList<Pending<?>>();
    waiting.drainTo(late);
    WrittenGroup.fail(
        late,
        unavailable(
            Reason.STORE_UNAVAILABLE, "The server is stopping; try again on the next one."));
  }
}

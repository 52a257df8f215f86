package io.postern.server.simulation;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.Revision;
import io.postern.server.simulation.Turns.Actor;
import io.postern.server.store.BackupSummary;
import io.postern.server.store.Change;
import io.postern.server.store.ChangeLog;
import io.postern.server.store.Committed;
import io.postern.server.store.Deliveries;
import io.postern.server.store.ExportSummary;
import io.postern.server.store.LogReader;
import io.postern.server.store.Progress;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Store;
import io.postern.server.store.Trouble;
import io.postern.server.store.WriteTx;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A store as one server has it: every wait is a pause, and what may fail does so now and then. */
final class SimulatedStore implements Store, ChangeLog {
  private static final Duration BRIEFLY = Duration.ofMillis(5);

  private final Store store;
  private final Turns turns;
  private final Faults faults;
  private final List<LogReader> readers = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Actor> arrived = new LinkedBlockingQueue<>();

  private volatile boolean gone;

  SimulatedStore(Store store, Turns turns, Faults faults) {
    this.store = store;
    this.turns = turns;
    this.faults = faults;
  }

  /** The next thread that has come to wait for the log for the first time. */
  Actor nextFollower() {
    try {
      var actor = arrived.poll(30, TimeUnit.SECONDS);
      if (actor == null) throw new AssertionError("a reader of the log did not start");
      turns.awaitPause(actor);
      return actor;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The server has been killed: nobody waits any more, and nothing succeeds. */
  void leave() {
    gone = true;
  }

  @Override
  public <T> T read(Function<ReadTx, T> work) {
    return store.read(work);
  }

  @Override
  public <T> Committed<T> write(RequestContext context, Function<WriteTx, T> work) {
    if (turns.current() == null) return store.write(context, work);
    pauseOrFail("before the commit", faults.beforeCommit());
    var committed = store.write(context, work);
    pauseOrFail("after the commit", faults.afterCommit());
    for (var reader : readers) awaitServed(reader, committed.revision());
    return committed;
  }

  private void awaitServed(LogReader reader, Revision revision) {
    try {
      while (!reader.awaitServed(revision, Duration.ZERO))
        pauseOrFail("waiting for " + reader.name(), faults.whileWaiting());
    } catch (InterruptedException e) {
      throw unavailable("while waiting");
    }
  }

  private void pauseOrFail(String where, boolean fails) {
    try {
      turns.pause();
    } catch (InterruptedException e) {
      throw unavailable(where);
    }
    if (gone || fails) throw unavailable(where);
  }

  private static ControlException unavailable(String where) {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(Reason.RETRYABLE_ERROR, "It failed " + where + ".")));
  }

  @Override
  public <T> Committed<T> plan(RequestContext context, Function<WriteTx, T> work) {
    return store.plan(context, work);
  }

  @Override
  public ChangeLog log() {
    return this;
  }

  @Override
  public Deliveries deliveries() {
    return store.deliveries();
  }

  @Override
  public void waitFor(LogReader reader) {
    readers.add(reader);
  }

  @Override
  public String identity() {
    return store.identity();
  }

  @Override
  public Optional<Trouble> trouble() {
    return store.trouble();
  }

  @Override
  public BackupSummary backup(OutputStream target) {
    return store.backup(target);
  }

  @Override
  public ExportSummary export(OutputStream target, BiFunction<ReadTx, Resource, String> shown) {
    throw new UnsupportedOperationException("a simulated store has no tables");
  }

  @Override
  public boolean leads() {
    return true;
  }

  @Override
  public void close() {
    // The store outlives its servers.
  }

  @Override
  public Revision last() {
    return store.log().last();
  }

  @Override
  public Revision newest() {
    return store.log().newest();
  }

  @Override
  public Duration staleness() {
    return store.log().staleness();
  }

  @Override
  public Progress progress() {
    return store.log().progress();
  }

  @Override
  public Revision oldest() {
    return store.log().oldest();
  }

  @Override
  public List<Change> after(Revision revision, int limit) {
    if (turns.current() != null && faults.reading()) throw unavailable("while reading the log");
    var changes = store.log().after(revision, limit);
    return turns.current() == null ? changes : faults.losing(changes);
  }

  @Override
  public Revision await(Revision revision, Duration timeout) throws InterruptedException {
    // Single watches run freely.
    if (gone || Thread.currentThread().isVirtual())
      return store.log().await(revision, gone ? BRIEFLY : timeout);
    if (turns.current() == null) arrived.add(turns.join());
    turns.pause();
    return gone || faults.signalLost() ? revision : last();
  }

  @Override
  public void compact(Instant before) {
    store.log().compact(before);
  }
}

package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.Revision;
import io.postern.server.store.BackupSummary;
import io.postern.server.store.ChangeLog;
import io.postern.server.store.Committed;
import io.postern.server.store.Deliveries;
import io.postern.server.store.ExportSummary;
import io.postern.server.store.LogReader;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Store;
import io.postern.server.store.Trouble;
import io.postern.server.store.WriteTx;
import io.postern.server.store.jdbc.document.Documents;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store in a database: a file of its own, or a server that it shares with others. */
public final class JdbcStore implements Store {
  /**
   * How long a write waits for this server's own DNS and watches before it reports that they hang.
   */
  private static final Duration SERVED_WITHIN = Duration.ofSeconds(10);

  /** How long a reader waits for the disk. */
  private static final Duration DURABLE_WITHIN = Duration.ofSeconds(10);

  /** How often it looks whether the disk has failed. */
  private static final Duration A_WHILE = Duration.ofMillis(200);

  private static final Logger LOG = LoggerFactory.getLogger(JdbcStore.class);

  private final Engine engine;
  private final Database database;
  private final Jdbi jdbi;
  private final Documents documents = new Documents();
  private final AccessFacts facts = new AccessFacts();
  private final JdbcChangeLog log;
  private final ResourceCache cache = new ResourceCache();
  private final WriteDoor door;
  private final String identity;
  private final StoreCopies copies;
  private final @Nullable AutoCloseable follower;
  private final List<LogReader> readers = new CopyOnWriteArrayList<>();

  private JdbcStore(Engine engine, Database database, int schema, IdSource ids) {
    this.engine = engine;
    this.database = database;
    this.jdbi = database.jdbi();
    this.log = new JdbcChangeLog(jdbi, documents, engine.isShared());
    this.identity =
        jdbi.withHandle(handle ->
            handle.select("SELECT id FROM store_identity").mapTo(UUID.class).one().toString());
    this.copies = new StoreCopies(engine, jdbi, schema, documents, facts, identity);
    if (engine.acknowledged().isAfter(log.last()))
      throw new LostWrites(engine.acknowledged(), log.last());
    cache.begin(log.last());
    this.door = new WriteDoor(database, engine, documents, facts, ids, log, cache);
    this.follower = engine.follow(log);
  }

  /**
   * Opens the database file, or makes it, and brings its tables up to date.
   *
   * @param file without the ending {@code .mv.db}
   * @throws ControlException {@code Unavailable} when another process has the file open, it cannot
   *     be read, or it is older than what was acknowledged
   */
  public static JdbcStore openFile(Path file, int connections, IdSource ids) {
    return open(new H2File(file), connections, ids);
  }

  /**
   * Opens the tables in a PostgreSQL database, or makes them, and brings them up to date; several
   * servers may have them open.
   *
   * @throws ControlException {@code Unavailable} when the database cannot be reached or used
   */
  public static JdbcStore openServer(PostgresServer server, int connections, IdSource ids) {
    return open(new PostgresEngine(server), connections, ids);
  }

  static JdbcStore open(Engine engine, int connections, IdSource ids) {
    boolean isNew = engine.isNew();
    try {
      var database = new Database(engine, connections);
      try {
        int schema = Schema.bringUpToDate(engine, database);
        return new JdbcStore(engine, database, schema, ids);
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (RuntimeException e) {
      if (isNew) engine.discard(e);
      throw engine.unopened(e);
    }
  }

  @Override
  public BackupSummary backup(OutputStream target) {
    return copies.backup(target);
  }

  @Override
  public ExportSummary export(OutputStream target, BiFunction<ReadTx, Resource, String> shown) {
    return copies.export(target, shown);
  }

  @Override
  public <T> T read(Function<ReadTx, T> work) {
    return told(seen(work), work);
  }

  /**
   * What a read has found, or was refused for.
   *
   * @param withAudit whether it has read of the audit, which grows without a revision too
   */
  private record Seen<T>(Supplier<T> outcome, Revision at, boolean withAudit) {
    static <T> Seen<T> by(JdbcReadTx tx, Function<ReadTx, T> work) {
      var outcome = outcome(tx, work);
      return new Seen<>(outcome, tx.revision(), tx.hasReadAudit());
    }

    private static <T> Supplier<T> outcome(JdbcReadTx tx, Function<ReadTx, T> work) {
      try {
        T found = work.apply(tx);
        return () -> found;
      } catch (ControlException refused) {
        // It rests on what was read as well.
        return () -> {
          throw refused;
        };
      }
    }
  }

  private <T> Seen<T> seen(Function<ReadTx, T> work) {
    long opening = database.openings();
    try {
      return seenOnce(work);
    } catch (JdbiException | Sql.Failed e) {
      boolean taken = opening != database.openings();
      if (engine.isShared() || !(taken || Outage.is(e))) throw Outage.told(e);
    }
    // The file was closed under it, or is about to be opened again.
    door.inspect();
    try {
      return seenOnce(work);
    } catch (JdbiException | Sql.Failed e) {
      throw Outage.told(e);
    }
  }

  private <T> Seen<T> seenOnce(Function<ReadTx, T> work) {
    return jdbi.inTransaction(
        engine.onePicture(),
        handle -> {
          try (var sql = new Sql(handle.getConnection())) {
            var revision = JdbcChangeLog.counter(handle, "revision");
            return Seen.by(new JdbcReadTx(sql, documents, facts.view(), revision), work);
          }
        });
  }

  /** What a group has committed is shown once it is on disk, so that no reader goes back. */
  private <T> T told(Seen<T> seen, Function<ReadTx, T> work) {
    if (isDurable(seen)) return seen.outcome.get();
    // The disk has failed: what counts is what the file has when it is opened again.
    door.inspect();
    var again = seen(work);
    var _ = isDurable(again);
    return again.outcome.get();
  }

  /** Waits until it is; false when the disk has failed. */
  private boolean isDurable(Seen<?> seen) {
    if (engine.isShared()) return true;
    // The door is behind every group that was read when it has run an empty one.
    if (seen.withAudit) door.inspect();
    var progress = log.progress();
    long begun = System.nanoTime();
    try {
      while (seen.at.isAfter(progress.current())) {
        if (trouble().isPresent()) return false;
        if (System.nanoTime() - begun > DURABLE_WITHIN.toNanos()) throw notDurable(seen.at);
        var _ = progress.await(seen.at, A_WHILE);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notDurable(seen.at);
    }
  }

  private static ControlException notDurable(Revision revision) {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                    Reason.REVISION_NOT_REACHED,
                    "The disk has not taken what there is at "
                        + revision.token()
                        + " yet; try again in a moment.")
                .with("revision", revision.token())));
  }

  /** Where others write as well, memory may be behind; and not to be relied on after a fault. */
  @Override
  public <T> T lookUp(Function<ReadTx, T> work) {
    var found = engine.isShared() ? null : lookUpInMemory(work);
    return found == null ? read(work) : told(found, work);
  }

  private <T> @Nullable Seen<T> lookUpInMemory(Function<ReadTx, T> work) {
    var revision = cache.revision();
    var found = lookUpAt(revision, work);
    var newer = cache.revision();
    // Another group is on disk by now.
    return found == null && !Objects.equals(newer, revision) ? lookUpAt(newer, work) : found;
  }

  private <T> @Nullable Seen<T> lookUpAt(@Nullable Revision revision, Function<ReadTx, T> work) {
    if (revision == null) return null;
    try (var tx = new CachedReadTx(jdbi, engine, documents, facts.view(), cache, revision)) {
      return Seen.by(tx, work);
    } catch (CachedReadTx.Overtaken | JdbiException | Sql.Failed e) {
      LOG.trace("Not to be read at {}", revision, e);
      return null;
    }
  }

  @Override
  public <T> Committed<T> write(RequestContext context, Function<WriteTx, T> work) {
    var committed = door.submit(context, work, false);
    readers.forEach(reader -> awaitServed(reader, committed));
    return committed;
  }

  @Override
  public <T> Committed<T> plan(RequestContext context, Function<WriteTx, T> work) {
    return door.submit(context, work, true);
  }

  private static void awaitServed(LogReader reader, Committed<?> committed) {
    try {
      if (reader.awaitServed(committed.revision(), SERVED_WITHIN)) return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                    Reason.REVISION_NOT_REACHED,
                    "The change is stored as "
                        + committed.revision().token()
                        + " but this server's "
                        + reader.name()
                        + " does not serve it yet.")
                .with("revision", committed.revision().token())));
  }

  @Override
  public ChangeLog log() {
    return log;
  }

  @Override
  public Deliveries deliveries() {
    return (uid, delivery) ->
        jdbi.withHandle(handle -> {
          try (var sql = new Sql(handle.getConnection())) {
            return DeliveryRows.update(sql, uid, delivery);
          }
        });
  }

  @Override
  public Optional<Trouble> trouble() {
    return door.trouble();
  }

  @Override
  public void waitFor(LogReader reader) {
    readers.add(reader);
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public boolean leads() {
    return engine.leads();
  }

  /** Finishes waiting writes, then closes the database: H2's file goes with its last connection. */
  @Override
  public void close() {
    door.close();
    closeFollower();
    database.close();
  }

  private void closeFollower() {
    try {
      if (follower != null) follower.close();
    } catch (Exception e) {
      LOG.warn("What follows other servers did not stop cleanly", e);
    }
  }
}

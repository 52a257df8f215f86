package io.postern.server.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.ChangeLog;
import io.postern.server.store.Committed;
import io.postern.server.store.LogReader;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Store;
import io.postern.server.store.WriteTx;
import io.postern.server.store.jdbc.document.Documents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store in one H2 database file. */
public final class JdbcStore implements Store {
  /**
   * How long a write waits for this server's own DNS and watches before it reports that they hang.
   */
  private static final Duration SERVED_WITHIN = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(JdbcStore.class);

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Documents documents = new Documents();
  private final JdbcChangeLog log;
  private final WriteDoor door;
  private final List<LogReader> readers = new CopyOnWriteArrayList<>();

  private JdbcStore(HikariDataSource pool, IdSource ids) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
    this.log = new JdbcChangeLog(jdbi, documents);
    this.door = new WriteDoor(jdbi, Durability.H2, documents, ids, log);
  }

  /**
   * Opens the database file, or makes it, and brings its tables up to date.
   *
   * @param file without the ending {@code .mv.db}
   * @throws ControlException {@code Unavailable} when another process has the file open, or it
   *     cannot be read
   */
  public static JdbcStore openFile(Path file, int connections, IdSource ids) {
    // A change of these settings can lose acknowledged writes: run the crash tests after it. H2's
    // own trace file would say a second time what comes as an exception.
    var url =
        "jdbc:h2:file:"
            + file.toAbsolutePath()
            + ";DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0";
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername("postern");
    config.setPassword("");
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    config.setPoolName("postern-store");
    config.setInitializationFailTimeout(1);
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw unopened(file, e);
    }
    try {
      Flyway.configure().dataSource(pool).locations("classpath:db/migration").load().migrate();
      return new JdbcStore(pool, ids);
    } catch (RuntimeException e) {
      pool.close();
      throw unopened(file, e);
    }
  }

  private static ControlException unopened(Path file, RuntimeException cause) {
    Throwable root = cause;
    while (root.getCause() != null) root = root.getCause();
    var locked = String.valueOf(root.getMessage()).contains("lock");
    if (!locked) LOG.error("The database {} cannot be opened", file, cause);
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                    Reason.STORE_UNAVAILABLE,
                    locked
                        ? "The database "
                            + file
                            + ".mv.db is open in another process; stop that one, or choose"
                            + " another data folder."
                        : "The database "
                            + file
                            + ".mv.db cannot be opened; check that the folder is writable and"
                            + " the file whole.")
                .with("file", file.toString())));
  }

  @Override
  public <T> T read(Function<ReadTx, T> work) {
    // H2's REPEATABLE_READ takes its picture of each table when that table is first read, so the
    // revision could be older than the resources; SERIALIZABLE takes one picture of all of them.
    return jdbi.inTransaction(
        TransactionIsolationLevel.SERIALIZABLE,
        handle -> {
          try (var sql = new Sql(handle.getConnection())) {
            var revision = JdbcChangeLog.counter(handle, "revision");
            return work.apply(new JdbcReadTx(sql, documents, revision));
          }
        });
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
  public void waitFor(LogReader reader) {
    readers.add(reader);
  }

  /** Finishes waiting writes, then closes the file: it goes with its last connection. */
  @Override
  public void close() {
    door.close();
    pool.close();
  }
}

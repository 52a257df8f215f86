package io.postern.server.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An H2 database in a file of this process alone.
 *
 * @param file without the ending {@code .mv.db}
 */
record H2File(Path file) implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(H2File.class);

  @Override
  public HikariConfig connections() {
    var config = new HikariConfig();
    // A change of these settings can lose acknowledged writes: run the crash tests after it. H2's
    // own trace file would say a second time what comes as an exception.
    config.setJdbcUrl(
        "jdbc:h2:file:"
            + file.toAbsolutePath()
            + ";DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0");
    config.setUsername("postern");
    config.setPassword("");
    return config;
  }

  @Override
  public String migrations() {
    return "classpath:db/h2";
  }

  /**
   * H2's REPEATABLE_READ takes its picture of each table when that table is first read, so the
   * revision could be older than the resources.
   */
  @Override
  public TransactionIsolationLevel onePicture() {
    return TransactionIsolationLevel.SERIALIZABLE;
  }

  @Override
  public void unhurried(Handle handle) {}

  /** Nobody else can have the file open. */
  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public void signal(Handle handle) {}

  /**
   * H2 writes commits in the background and never calls fsync by itself; this makes it do both now,
   * for everything that was committed so far.
   */
  @Override
  public void force(Handle handle) {
    handle.execute("CHECKPOINT SYNC");
  }

  @Override
  public @Nullable AutoCloseable follow(JdbcChangeLog log) {
    return null;
  }

  @Override
  public boolean leads() {
    return true;
  }

  @Override
  public ControlException unopened(RuntimeException cause) {
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
}

package io.postern.server.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
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
  private static final String USER = "postern";

  /**
   * From how many octets on, in memory, H2 splits a page. A commit writes each page it changed as a
   * whole, so that H2's own 16 KiB, good for reading much at once, make it write twice as much.
   */
  private static final int PAGE_SIZE = 4096;

  /** The octets that H2 writes before there can be anything in a file. */
  private static final int HEAD = 2 * 4096;

  @Override
  public HikariConfig connections(Database.Access access) {
    var config = new HikariConfig();
    config.setJdbcUrl(url() + (access == Database.Access.READ ? ";ACCESS_MODE_DATA=r" : ""));
    config.setUsername(USER);
    config.setPassword("");
    return config;
  }

  private String url() {
    // A change of these settings can lose acknowledged writes: run the crash tests after it. H2's
    // own trace file would say a second time what comes as an exception.
    return "jdbc:h2:file:"
        + file.toAbsolutePath()
        + ";DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64;LOCK_TIMEOUT=10000;TRACE_LEVEL_FILE=0;PAGE_SIZE="
        + PAGE_SIZE
        + ";AUTO_COMPACT_FILL_RATE="
        + H2Compaction.IDLE_FILL_RATE;
  }

  private H2Disk disk() {
    return new H2Disk(mvFile());
  }

  private Path mvFile() {
    return file.resolveSibling(file.getFileName() + ".mv.db");
  }

  private Acknowledged noted() {
    return new Acknowledged(file.resolveSibling(file.getFileName() + ".acknowledged"));
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
  public void force(Handle handle, Revision reached) {
    handle.execute("CHECKPOINT SYNC");
    noted().note(reached);
  }

  @Override
  public boolean tidy(Handle handle, int writes) {
    return H2Compaction.run(handle, writes);
  }

  @Override
  public Revision acknowledged() {
    return noted().read().orElse(Revision.ZERO);
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
  public boolean isNew() {
    try {
      return acknowledged().equals(Revision.ZERO)
          && (!Files.exists(mvFile()) || Files.size(mvFile()) < HEAD);
    } catch (IOException e) {
      return false;
    }
  }

  /** Never a file that another process is just making. */
  @Override
  public void discard(RuntimeException cause) {
    if (isLocked(cause)) return;
    try {
      Files.deleteIfExists(mvFile());
    } catch (IOException e) {
      LOG.debug("The database {} was begun and cannot be deleted", file, e);
    }
  }

  @Override
  public Problem trouble(Throwable cause) {
    if (cause instanceof LostWrites lost) return lost.problem();
    return Outage.isDamage(cause) ? Outage.damage() : DiskFault.of(cause).problem();
  }

  @Override
  public void abandon() {
    try (var connection = DriverManager.getConnection(url() + ";IFEXISTS=TRUE", USER, "");
        var statement = connection.createStatement()) {
      statement.execute("SHUTDOWN IMMEDIATELY");
    } catch (SQLException e) {
      // A database that failed on its own closes with the attempt.
      LOG.debug("The database {} was closed already", file, e);
    }
  }

  @Override
  public boolean retreat(Database database) {
    try {
      database.reopen(Database.Access.READ, () -> {});
    } catch (RuntimeException e) {
      LOG.debug("The database {} cannot be read either", file, e);
    }
    return false;
  }

  @Override
  public void requireRoom() {
    disk().requireRoom();
  }

  @Override
  public void advance(Database database) {
    database.reopen(Database.Access.WRITE, disk()::writeAgain);
  }

  @Override
  public ControlException unopened(RuntimeException cause) {
    if (!isLocked(cause)) LOG.debug("The database {} cannot be opened", file, cause);
    return ControlException.of(
        new ControlError.Unavailable(whyNot(cause).with("file", mvFile().toString())));
  }

  private Problem whyNot(RuntimeException cause) {
    if (cause instanceof LostWrites lost) {
      return Problem.of(
          Reason.STORE_DAMAGED,
          "The database "
              + mvFile()
              + " has lost changes. "
              + lost.getMessage()
              + " Its last writes are damaged, or an older file is in its place. Move it away and"
              + " restore a backup; or, to go on without those changes, delete "
              + noted().file()
              + ".");
    }
    if (isLocked(cause)) {
      return Problem.of(
          Reason.STORE_UNAVAILABLE,
          "The database "
              + mvFile()
              + " is open in another process; stop that one, or choose another data folder.");
    }
    if (Outage.isDamage(cause)) {
      return Problem.of(
          Reason.STORE_DAMAGED,
          "The database "
              + mvFile()
              + " is damaged ("
              + Outage.root(cause)
              + "). Move it away and restore a backup.");
    }
    if (cause instanceof NewerSchema) {
      return Problem.of(
          Reason.STORE_UNAVAILABLE,
          "The database " + mvFile() + " cannot be used: " + cause.getMessage() + ".");
    }
    return Problem.of(
        Reason.STORE_UNAVAILABLE,
        "The database "
            + mvFile()
            + " cannot be opened ("
            + Outage.root(cause)
            + "); check that the folder is writable and the disk has room. If the file itself is"
            + " at fault, move it away and restore a backup.");
  }

  private static boolean isLocked(RuntimeException cause) {
    for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
      if (inner instanceof MVStoreException file
          && file.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) return true;
    }
    return false;
  }

  @Override
  public String toString() {
    return mvFile().toString();
  }
}

package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a database that cannot be used just now from a fault of ours. */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  /**
   * Classes of SQLSTATE: no connection, a transaction that was ended, no room, not ready, ended by
   * an operator or by time, an error of the system.
   */
  private static final Set<String> CLASSES = Set.of("08", "25", "53", "55", "57", "58");

  /** H2: input or output failed, the database or a connection was closed, it is read-only. */
  private static final Set<Integer> H2_CODES =
      Set.of(
          ErrorCode.IO_EXCEPTION_1,
          ErrorCode.IO_EXCEPTION_2,
          ErrorCode.FILE_CORRUPTED_1,
          ErrorCode.DATABASE_CALLED_AT_SHUTDOWN,
          ErrorCode.DATABASE_IS_CLOSED,
          ErrorCode.DATABASE_IS_IN_EXCLUSIVE_MODE,
          ErrorCode.CONNECTION_BROKEN_1,
          ErrorCode.OBJECT_CLOSED,
          ErrorCode.DATABASE_IS_READ_ONLY);

  private static final Set<Integer> DAMAGES =
      Set.of(
          DataUtils.ERROR_FILE_CORRUPT,
          DataUtils.ERROR_CHUNK_NOT_FOUND,
          DataUtils.ERROR_BLOCK_NOT_FOUND,
          DataUtils.ERROR_UNSUPPORTED_FORMAT);

  private Outage() {}

  /** What a caller is told of an exception: that the database is not to be had, or as it is. */
  static RuntimeException told(RuntimeException failure) {
    return is(failure) ? unavailable(failure) : failure;
  }

  /** Whether the database could not be used, whatever it was asked. */
  static boolean is(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case SQLException sql when isOfDatabase(sql) -> {
          return true;
        }
        case IOException io -> {
          return true;
        }
        case MVStoreException file -> {
          return true;
        }
        case LostWrites lost -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  private static boolean isOfDatabase(SQLException failure) {
    var state = failure.getSQLState();
    return failure instanceof SQLTransientConnectionException
        || H2_CODES.contains(failure.getErrorCode())
        // A pool that was closed says no more than a sentence.
        || (state == null && failure.getErrorCode() == 0)
        || (state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2)));
  }

  /** Whether the file of a database cannot be read as what it should be. */
  static boolean isDamage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.FILE_CORRUPTED_1)
        return true;
      if (cause instanceof MVStoreException file && DAMAGES.contains(file.getErrorCode()))
        return true;
    }
    return false;
  }

  /** The innermost of what went wrong that has words, in one line. */
  static String root(Throwable failure) {
    var words = failure.toString();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) words = cause.getMessage();
    }
    return words.lines().findFirst().orElse(words);
  }

  private static ControlException unavailable(RuntimeException failure) {
    LOG.debug("The database cannot be used", failure);
    return ControlException.of(
        new ControlError.Unavailable(
            isDamage(failure)
                ? damage()
                : Problem.of(
                    Reason.STORE_UNAVAILABLE,
                    "The database cannot be reached just now; DNS is answered from what is known."
                        + " Try again in a moment.")));
  }

  /**
   * What a writer is told whose write was made, and of which nobody knows whether it is on disk.
   */
  static ControlException notDurable() {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                Reason.STORE_UNAVAILABLE,
                "The write could not be made durable; nothing of it is promised. Try again.")));
  }

  /** What a caller is told of a file that cannot be read. */
  static Problem damage() {
    return Problem.of(
        Reason.STORE_DAMAGED,
        "The database file is damaged: restore a backup; DNS is answered from what is known.");
  }
}

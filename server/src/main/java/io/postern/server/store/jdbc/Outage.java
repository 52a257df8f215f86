package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
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

  /** H2: input or output failed, the file is damaged, the database has been closed. */
  private static final Set<Integer> H2_CODES = Set.of(90028, 90030, 90031, 90098, 90121);

  private Outage() {}

  /** What a caller is told of an exception: that the database is not to be had, or as it is. */
  static RuntimeException told(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && is(sql)) return unavailable(sql);
    }
    return failure;
  }

  /** Whether the database could not be used, whatever it was asked. */
  static boolean is(SQLException failure) {
    var state = failure.getSQLState();
    return failure instanceof SQLTransientConnectionException
        || H2_CODES.contains(failure.getErrorCode())
        || (state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2)));
  }

  private static ControlException unavailable(SQLException failure) {
    LOG.debug("The database cannot be used", failure);
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                Reason.STORE_UNAVAILABLE,
                "The database cannot be reached just now; DNS is answered from what is known."
                    + " Try again in a moment.")));
  }
}

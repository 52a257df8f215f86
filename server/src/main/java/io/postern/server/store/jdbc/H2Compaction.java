package io.postern.server.store.jdbc;

import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jdbi.v3.core.Handle;

/**
 * Makes the room of an H2 file free again where little is left that is in use. A commit writes the
 * pages it changed as a new chunk and never over an old one, whose last pages have to be written
 * once more before its room can be used.
 *
 * <p>Left to itself H2 does so six times a second, up to 256 KiB at a time, and whoever commits
 * next waits for that and writes it. So each few writes do their part, which is about as much as
 * they add themselves, and H2 does the rest once there is nothing else to do.
 */
final class H2Compaction {
  /**
   * The part of the chunks that is in use, in percent, up to which H2 does it by itself when idle.
   * Of this it takes the square for when it is not, and never begins below 50.
   */
  static final int IDLE_FILL_RATE = 70;

  /** The same for here: a file of twice what is in it is small enough. */
  private static final int FILL_RATE = 50;

  /** Octets that are written again for each write; an endpoint and all that it brings is 8 KB. */
  private static final int OCTETS_A_WRITE = 8 * 1024;

  /** As long as this takes, others wait. */
  private static final int MOST_OCTETS = 128 * 1024;

  private H2Compaction() {}

  /**
   * Does the part of some writes.
   *
   * @param handle of a connection without a transaction
   */
  static void run(Handle handle, int writes) {
    try {
      var connection = handle.getConnection().unwrap(JdbcConnection.class);
      if (connection.getSession() instanceof SessionLocal session) {
        var chunks = session.getDatabase().getStore().getMvStore();
        var _ = chunks.compact(FILL_RATE, Math.min(writes * OCTETS_A_WRITE, MOST_OCTETS));
      }
    } catch (SQLException e) {
      throw new Sql.Failed(e);
    }
  }
}

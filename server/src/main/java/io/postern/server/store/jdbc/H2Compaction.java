package io.postern.server.store.jdbc;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jdbi.v3.core.Handle;

/**
 * Makes the room of an H2 file free again where little is left that is in use. A commit writes the
 * pages it changed as a new chunk and never over an old one, whose last pages have to be written
 * once more before its room can be used.
 *
 * <p>Left to itself H2 does so six times a second, megabytes at a time, and whoever commits next
 * waits for that and writes it. So each few writes do their part, which is about as much as they
 * add themselves.
 */
final class H2Compaction {
  /**
   * The part of the chunks that is in use, in percent, up to which H2 writes them again by itself
   * when idle. It takes the square of it for when it is not, and never begins at 50 or above.
   */
  static final int IDLE_FILL_RATE = 70;

  /** The same for here: a file of twice what is in it is small enough. */
  private static final int FILL_RATE = 50;

  /** Octets that are written again for each write; an endpoint and all that it brings is 8 KB. */
  private static final int OCTETS_A_WRITE = 8 * 1024;

  private static final String FILL_RATE_OF_OLD = "info.CHUNKS_FILL_RATE_RW";

  private H2Compaction() {}

  /**
   * Does the part of some writes. The next force has to follow before anything else is stored: what
   * was moved is on disk then before its old place is used again.
   *
   * @param handle of a connection without a transaction
   * @return false when there is something to do, but no chunk with so little in it: a chunk is
   *     written again as a whole, so it takes the part of more writes
   */
  static boolean run(Handle handle, int writes) {
    try {
      var connection = handle.getConnection().unwrap(JdbcConnection.class);
      if (!(connection.getSession() instanceof SessionLocal session)) return true;
      var chunks = session.getDatabase().getStore().getMvStore();
      return fillRate(chunks) >= FILL_RATE || chunks.compact(100, writes * OCTETS_A_WRITE);
    } catch (SQLException e) {
      throw new Sql.Failed(e);
    }
  }

  /** Of those that are old enough to be written again, in percent. */
  private static int fillRate(MVStore chunks) {
    var found = new AtomicInteger();
    chunks.populateInfo((name, value) -> {
      if (name.equals(FILL_RATE_OF_OLD)) found.set(Integer.parseInt(value));
    });
    return found.get();
  }
}

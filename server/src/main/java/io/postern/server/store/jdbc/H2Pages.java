package io.postern.server.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * The pages of an open H2 database. H2 writes a picture of them that is whole only where no
 * transaction is halfway through its changes or its commit: it takes them from table after table.
 * {@code CHECKPOINT SYNC} takes that picture and waits for the disk in one; here the one who
 * commits takes it, and another waits.
 */
final class H2Pages {
  private final MVStore store;

  private H2Pages(MVStore store) {
    this.store = store;
  }

  static H2Pages of(Connection connection) {
    try {
      var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
      return new H2Pages(session.getDatabase().getStore().getMvStore());
    } catch (SQLException e) {
      throw new Sql.Failed(e);
    }
  }

  /** Has everything written that was committed so far: for the only one who writes, in between. */
  void write() {
    // Where somebody writes just now, such as the one who compacts, it is waited for.
    if (store.tryCommit() < 0) store.commit();
  }

  /** Returns when what was to be written is on disk. */
  void force() {
    store.executeFilestoreOperation(() -> {});
    var panic = store.getPanicException();
    if (panic != null) throw panic;
    store.sync();
  }
}

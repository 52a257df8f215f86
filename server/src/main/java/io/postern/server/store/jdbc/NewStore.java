package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlException;
import io.postern.server.store.BackupSummary;
import io.postern.server.store.ExportSummary;
import io.postern.server.store.jdbc.backup.BackupException;
import io.postern.server.store.jdbc.backup.BackupReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;

/** A store that is made of a copy of another, in a database without one: all of it or nothing. */
public final class NewStore {
  private static final int CONNECTIONS = 2;

  private final Engine engine;

  private NewStore(Engine engine) {
    this.engine = engine;
  }

  /**
   * One in a file, which is made then.
   *
   * @param file without the ending {@code .mv.db}
   */
  public static NewStore inFile(Path file) {
    return new NewStore(new H2File(file));
  }

  /** One in a PostgreSQL database, where the tables are made then. */
  public static NewStore inDatabase(PostgresServer server) {
    return new NewStore(new PostgresEngine(server));
  }

  /**
   * Makes it of an export.
   *
   * @throws BackupException if it is no whole export, which is found out before anything is
   *     written, or there is a store already
   */
  public ExportSummary importFrom(Path export) throws IOException, BackupException {
    var whole = ExportReader.whole(export);
    try (var database = new Database(engine, CONNECTIONS)) {
      var _ = Schema.bringUpToDate(engine, database);
      try (var handle = database.jdbi().open();
          var sql = new Sql(handle.getConnection())) {
        var _ = handle.begin();
        engine.unhurried(handle);
        BackupReader.requireEmpty(handle.getConnection());
        var summary = whole.into(sql);
        var _ = handle.commit();
        engine.force(handle, summary.revision());
        return summary;
      }
    } catch (ControlException e) {
      throw new BackupException("a resource of it does not fit: " + e.getMessage());
    } catch (SQLException e) {
      throw engine.unopened(new Sql.Failed(e));
    } catch (Sql.Failed e) {
      if (Outage.is(e)) throw engine.unopened(e);
      throw new BackupException("a row of it does not fit: " + e.getMessage());
    }
  }

  /**
   * Makes it of a backup: the tables as they were when it was made, which are brought up to date
   * with its rows.
   *
   * @throws BackupException if it is no whole backup, or there is a store already; nothing is kept
   *     of it then
   */
  public BackupSummary restore(InputStream backup) throws IOException, BackupException {
    var reader = new BackupReader(backup);
    try (var database = new Database(engine, CONNECTIONS)) {
      Schema.make(engine, database, reader.schema());
      BackupSummary restored;
      try (var handle = database.jdbi().open()) {
        var _ = handle.begin();
        engine.unhurried(handle);
        restored = reader.into(handle.getConnection());
        var _ = handle.commit();
        engine.force(handle, restored.revision());
      }
      var _ = Schema.bringUpToDate(engine, database);
      return restored;
    } catch (SQLException e) {
      if (Outage.is(e)) throw engine.unopened(new Sql.Failed(e));
      throw new BackupException("a row of it does not fit: " + e.getMessage());
    }
  }
}

package io.postern.server.store.jdbc;

import io.postern.server.kernel.Resource;
import io.postern.server.store.BackupSummary;
import io.postern.server.store.ExportSummary;
import io.postern.server.store.ReadTx;
import io.postern.server.store.jdbc.backup.BackupWriter;
import io.postern.server.store.jdbc.document.Documents;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Copies of everything there is, each as it is at one revision; see {@link NewStore}. */
final class StoreCopies {
  private final Engine engine;
  private final Jdbi jdbi;
  private final int schema;
  private final Documents documents;
  private final AccessFacts facts;
  private final String identity;

  /**
   * @param schema the version of the tables that is known here
   * @param identity of the store
   */
  StoreCopies(
      Engine engine,
      Jdbi jdbi,
      int schema,
      Documents documents,
      AccessFacts facts,
      String identity) {
    this.engine = engine;
    this.jdbi = jdbi;
    this.schema = schema;
    this.documents = documents;
    this.facts = facts;
    this.identity = identity;
  }

  /** Every table, row by row. */
  BackupSummary backup(OutputStream target) {
    return jdbi.inTransaction(
        engine.onePicture(),
        handle -> {
          engine.unhurried(handle);
          requireKnown(handle);
          try {
            return BackupWriter.write(handle.getConnection(), schema, target);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (SQLException e) {
            throw Outage.told(new Sql.Failed(e));
          }
        });
  }

  /** Every resource, as lines of JSON. */
  ExportSummary export(OutputStream target, BiFunction<ReadTx, Resource, String> shown) {
    return jdbi.inTransaction(
        engine.onePicture(),
        handle -> {
          engine.unhurried(handle);
          requireKnown(handle);
          try (var sql = new Sql(handle.getConnection())) {
            var revision = JdbcChangeLog.counter(handle, "revision");
            var tx = new JdbcReadTx(sql, documents, facts.view(), revision);
            return new ExportWriter(sql, documents, tx, shown, target).write(identity);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (Sql.Failed e) {
            throw Outage.told(e);
          }
        });
  }

  /** Refuses tables that a newer server has put more into than is known here. */
  private void requireKnown(Handle handle) {
    if (Schema.version(handle) != schema) throw engine.unopened(new NewerSchema());
  }
}

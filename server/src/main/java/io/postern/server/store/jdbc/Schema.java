package io.postern.server.store.jdbc;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.jdbi.v3.core.Handle;

/** The tables of a database, which are made and brought up to date version by version. */
final class Schema {
  private Schema() {}

  /**
   * Makes the tables what they are in this version of the program.
   *
   * @return the version that they have then
   */
  static int bringUpToDate(Engine engine, Database database) {
    return bringTo(engine, database, MigrationVersion.LATEST);
  }

  /** Makes the tables as they were in one version. */
  static void make(Engine engine, Database database, int version) {
    var _ = bringTo(engine, database, MigrationVersion.fromVersion(String.valueOf(version)));
  }

  private static int bringTo(Engine engine, Database database, MigrationVersion target) {
    var flyway =
        Flyway.configure()
            .dataSource(database.dataSource())
            .locations(engine.migrations())
            .target(target)
            .load();
    var _ = flyway.migrate();
    var current = flyway.info().current();
    if (!current.getState().isResolved()) throw new NewerSchema();
    return Integer.parseInt(current.getVersion().getVersion());
  }

  /** The version of the tables, which another server may have brought further by now. */
  static int version(Handle handle) {
    return Integer.parseInt(
        handle
            .select(
                "SELECT \"version\" FROM \"flyway_schema_history\" WHERE \"success\" ORDER BY"
                    + " \"installed_rank\" DESC LIMIT 1")
            .mapTo(String.class)
            .one());
  }
}

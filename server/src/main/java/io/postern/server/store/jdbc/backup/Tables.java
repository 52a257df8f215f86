package io.postern.server.store.jdbc.backup;

import java.util.List;

/** The tables of a store, and the order in which their rows are written. */
public final class Tables {
  private static final List<Table> ALL =
      List.of(
          new Table("resource", "id"),
          new Table("reference", "holder, role, target"),
          new Table("held_value", "space, content"),
          new Table("resting_value", "space, content"),
          new Table("tally", "sort, within_key"),
          new Table("free_range", "subnet, family, first_ip"),
          new Table("address", "subnet, ip"),
          new Table("address_usage", "subnet, family"),
          new Table("journal", "owner, revision, position"),
          new Table("change", "revision, position"),
          new Table("audit", "number"),
          new Table("audit_mark", "name"),
          new Table("remembered", "caller, request_id"),
          new Table("webhook_delivery", "webhook"),
          // Last: what says that there is something.
          new Table("counter", "name"));

  private Tables() {}

  /**
   * A table.
   *
   * @param key its primary key, so that the same store gives the same file
   */
  record Table(String name, String key) {}

  static List<Table> all() {
    return ALL;
  }

  /** The names of all tables that make up a store; which one it is, is not part of it. */
  public static List<String> names() {
    return ALL.stream().map(Table::name).toList();
  }

  static Table named(String name) throws BackupException {
    for (var table : ALL) {
      if (table.name.equals(name)) return table;
    }
    throw new BackupException(
        "it has a table '"
            + name
            + "', which this version does not know; restore with a newer one");
  }
}

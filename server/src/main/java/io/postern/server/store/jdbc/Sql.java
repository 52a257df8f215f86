package io.postern.server.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SQL on one connection. A statement is prepared when it is first used and kept until this is
 * closed, so that the door, which keeps its connection, prepares each one once.
 *
 * <p>Plain JDBC, because a write is some forty statements and Jdbi makes a configuration for each;
 * what that costs stands in {@code docs/performance.md}. For one thread at a time.
 */
final class Sql implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  /** Makes a value of the row that the result stands at. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** What the database refused to do. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }

  Sql(Connection connection) {
    this.connection = connection;
  }

  /** Runs a statement; returns how many rows it changed. */
  int run(String text, @Nullable Object... values) {
    try {
      return bound(text, values).executeUpdate();
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  /**
   * Inserts rows with one statement.
   *
   * @param into the table and its columns, as in {@code counter (name, amount)}
   */
  void insert(String into, List<@Nullable Object[]> rows) {
    var places = "(" + "?, ".repeat(rows.getFirst().length - 1) + "?)";
    var text =
        "INSERT INTO " + into + " VALUES " + places + (", " + places).repeat(rows.size() - 1);
    var _ = run(text, rows.stream().flatMap(Arrays::stream).toArray());
  }

  /** The first row of a query. */
  <T> Optional<T> first(String text, RowReader<T> reader, Object... values) {
    try (var rows = bound(text, values).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  boolean hasRow(String text, Object... values) {
    return first(text, row -> true, values).isPresent();
  }

  /** All rows of a query, in its order. */
  <T> List<T> all(String text, RowReader<T> reader, Object... values) {
    try (var rows = bound(text, values).executeQuery()) {
      var found = new ArrayList<T>();
      while (rows.next()) found.add(reader.read(rows));
      return found;
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  private PreparedStatement bound(String text, @Nullable Object... values) throws SQLException {
    var statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(text);
      prepared.put(text, statement);
    }
    for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
    return statement;
  }

  @Override
  public void close() {
    try {
      for (var statement : prepared.values()) statement.close();
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }
}

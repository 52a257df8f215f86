package io.postern.server.store.jdbc.backup;

import io.postern.server.kernel.Revision;
import io.postern.server.store.BackupSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a store as lines of JSON:
 *
 * <pre>
 *   {"postern":"backup","format":1,"schema":4,"revision":17}
 *   {"table":"resource","columns":["id","kind",…]}
 *   [1048576,"subscription",…]
 *   …
 *   {"rows":42,"sha256":"…"}
 * </pre>
 *
 * <p>The hash is of all lines before the last. Octets are in Base64, UUIDs and text as they are.
 */
public final class BackupWriter {
  static final int FORMAT = 1;
  private static final int ROWS_AT_ONCE = 1_000;

  private final Connection connection;
  private final JsonMapper json = new JsonMapper();
  private long rows;

  private BackupWriter(Connection connection) {
    this.connection = connection;
  }

  /**
   * Writes everything.
   *
   * @param connection in a transaction that has one picture of all tables
   * @param schema the version of the tables
   */
  public static BackupSummary write(Connection connection, int schema, OutputStream target)
      throws IOException, SQLException {
    return new BackupWriter(connection).write(schema, target);
  }

  private BackupSummary write(int schema, OutputStream target) throws IOException, SQLException {
    long revision = revision();
    var packed = new GZIPOutputStream(target, 1 << 16);
    var lines = new DigestOutputStream(packed, sha256());
    put(
        lines,
        Map.of("postern", "backup", "format", FORMAT, "schema", schema, "revision", revision));
    for (var table : Tables.all()) write(table, lines);
    var hash = HexFormat.of().formatHex(lines.getMessageDigest().digest());
    put(packed, Map.of("rows", rows, "sha256", hash));
    packed.finish();
    return new BackupSummary(schema, new Revision(revision), rows, hash);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  private long revision() throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT amount FROM counter WHERE name = 'revision'")) {
      if (!row.next()) throw new SQLException("there is no revision in the store");
      return row.getLong(1);
    }
  }

  private void write(Tables.Table table, OutputStream lines) throws IOException, SQLException {
    try (var statement = connection.createStatement()) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (var found =
          statement.executeQuery("SELECT * FROM " + table.name() + " ORDER BY " + table.key())) {
        var columns = columns(found);
        put(lines, Map.of("table", table.name(), "columns", columns));
        while (found.next()) {
          put(lines, values(found, columns.size()));
          rows++;
        }
      }
    }
  }

  private static List<String> columns(ResultSet found) throws SQLException {
    var names = new ArrayList<String>();
    var meta = found.getMetaData();
    for (int i = 1; i <= meta.getColumnCount(); i++)
      names.add(meta.getColumnName(i).toLowerCase(Locale.ROOT));
    return names;
  }

  private static List<@Nullable Object> values(ResultSet row, int count) throws SQLException {
    var values = new ArrayList<@Nullable Object>(count);
    for (int i = 1; i <= count; i++) {
      var value = row.getObject(i);
      values.add(
          switch (value) {
            case byte[] octets -> Base64.getEncoder().encodeToString(octets);
            case UUID uuid -> uuid.toString();
            case null, default -> value;
          });
    }
    return values;
  }

  private void put(OutputStream lines, Object line) throws IOException {
    lines.write((json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}

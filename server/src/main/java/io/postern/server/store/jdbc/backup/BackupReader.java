package io.postern.server.store.jdbc.backup;

import io.postern.server.kernel.Revision;
import io.postern.server.store.BackupSummary;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what {@link BackupWriter} wrote into tables that are empty. Whoever calls commits only what
 * came to its end: a file that was cut short or changed is found out there.
 */
public final class BackupReader {
  private static final int ROWS_AT_ONCE = 500;

  private final BufferedReader lines;
  private final JsonMapper json = new JsonMapper();
  private final MessageDigest digest = BackupWriter.sha256();
  private final int schema;
  private final long revision;
  private String previous = "";
  private long rows;

  /**
   * Reads the head.
   *
   * @throws BackupException if it is no backup, or one of a later form
   */
  public BackupReader(InputStream source) throws IOException, BackupException {
    try {
      lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(source, 1 << 16), StandardCharsets.UTF_8));
    } catch (ZipException | EOFException e) {
      throw new BackupException("it is no backup of Postern");
    }
    var head = node(line());
    if (!head.path("postern").asString("").equals("backup"))
      throw new BackupException("it is no backup of Postern");
    int format = head.path("format").asInt(0);
    if (format != BackupWriter.FORMAT)
      throw new BackupException(
          "it has the form " + format + ", which this version does not know; use a newer one");
    schema = head.path("schema").asInt(0);
    revision = head.path("revision").asLong(0);
  }

  /** The version of the tables that the backup was made of. */
  public int schema() {
    return schema;
  }

  /**
   * Puts all rows into the tables.
   *
   * @throws BackupException if the file is not whole, or does not fit
   */
  public BackupSummary into(Connection connection)
      throws IOException, SQLException, BackupException {
    requireEmpty(connection);
    var line = node(line());
    while (line.has("table")) {
      line =
          rowsOf(Tables.named(line.path("table").asString("")), line.path("columns"), connection);
    }
    return end(line);
  }

  /** Refuses a store that anything was ever written to. */
  public static void requireEmpty(Connection connection) throws SQLException, BackupException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT amount FROM counter WHERE name = 'revision'")) {
      if (row.next() && row.getLong(1) > 0)
        throw new BackupException(
            "there is a store already, at revision r"
                + row.getLong(1)
                + "; restore into a new one");
    }
  }

  /** A few tables begin with rows. */
  private static void clear(Connection connection, Tables.Table table) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("DELETE FROM " + table.name());
    }
  }

  /** Puts in the rows of one table; the line that ends them. */
  private JsonNode rowsOf(Tables.Table table, JsonNode columns, Connection connection)
      throws IOException, SQLException, BackupException {
    clear(connection, table);
    var names = new ArrayList<String>();
    for (var column : columns) names.add(name(column));
    var places = String.join(", ", Collections.nCopies(names.size(), "?"));
    var list = String.join(", ", names);
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO " + table.name() + " (" + list + ") VALUES (" + places + ")")) {
      var types = types(connection, table, list, names.size());
      int batched = 0;
      while (true) {
        var line = node(line());
        if (!line.isArray()) {
          insert.executeBatch();
          return line;
        }
        bind(insert, line, types);
        insert.addBatch();
        rows++;
        batched++;
        if (batched % ROWS_AT_ONCE == 0) insert.executeBatch();
      }
    }
  }

  /** A name goes into a statement, so it is one of a column and nothing else. */
  private static String name(JsonNode column) throws BackupException {
    var name = column.asString("");
    if (!name.matches("[a-z_]{1,32}")) throw damaged();
    return name;
  }

  private static List<Integer> types(
      Connection connection, Tables.Table table, String list, int count) throws SQLException {
    var types = new ArrayList<Integer>();
    try (var none =
        connection.prepareStatement("SELECT " + list + " FROM " + table.name() + " WHERE 1 = 0")) {
      var meta = none.getMetaData();
      for (int i = 1; i <= count; i++) types.add(meta.getColumnType(i));
    }
    return types;
  }

  private static void bind(PreparedStatement insert, JsonNode row, List<Integer> types)
      throws SQLException, BackupException {
    if (row.size() != types.size()) throw damaged();
    for (int i = 0; i < types.size(); i++) insert.setObject(i + 1, value(row.get(i), types.get(i)));
  }

  private static @Nullable Object value(JsonNode value, int type) throws BackupException {
    try {
      return switch (value) {
        case JsonNode nothing when nothing.isNull() -> null;
        case JsonNode number when number.isIntegralNumber() -> number.asLong();
        case JsonNode truth when truth.isBoolean() -> truth.asBoolean();
        case JsonNode text when text.isString() && isOctets(type) ->
            Base64.getDecoder().decode(text.asString());
        case JsonNode text when text.isString() && type == Types.OTHER ->
            UUID.fromString(text.asString());
        case JsonNode text when text.isString() -> uuidOr(text.asString(), type);
        default -> throw damaged();
      };
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
  }

  /** H2 says that a UUID is binary, PostgreSQL that it is something else. */
  private static boolean isOctets(int type) {
    return type == Types.VARBINARY || type == Types.LONGVARBINARY;
  }

  private static Object uuidOr(String text, int type) {
    return type == Types.BINARY ? UUID.fromString(text) : text;
  }

  private BackupSummary end(JsonNode line) throws IOException, BackupException {
    var found = HexFormat.of().formatHex(digest.digest());
    if (!line.has("sha256")
        || line.path("rows").asLong(-1) != rows
        || !line.path("sha256").asString("").equals(found)
        || next() != null) throw damaged();
    return new BackupSummary(schema, new Revision(revision), rows, found);
  }

  /** The next line; each goes into the hash once it is known not to be the last. */
  private String line() throws IOException, BackupException {
    var line = next();
    if (line == null) throw damaged();
    if (!previous.isEmpty()) digest.update((previous + "\n").getBytes(StandardCharsets.UTF_8));
    previous = line;
    return line;
  }

  private @Nullable String next() throws IOException, BackupException {
    try {
      return lines.readLine();
    } catch (ZipException | EOFException e) {
      throw damaged();
    }
  }

  private JsonNode node(String line) throws BackupException {
    try {
      return json.readTree(line);
    } catch (JacksonException e) {
      throw damaged();
    }
  }

  private static BackupException damaged() {
    return new BackupException("it is not whole: it was cut short, or changed since it was made");
  }
}

package io.postern.server.store.jdbc;

import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.AddressBook.Range;
import io.postern.server.store.Delivery;
import io.postern.server.store.ExportSummary;
import io.postern.server.store.jdbc.backup.BackupException;
import io.postern.server.store.jdbc.document.Documents;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what {@link ExportWriter} wrote: once to see that it is whole, which writes nothing, and
 * once more into tables that are empty. What follows from a resource is made of it again.
 */
final class ExportReader {
  private static final String NAME_OF_EXPORTS = "export";

  private final Path file;
  private final JsonMapper json = new JsonMapper();
  private final Documents documents = new Documents();

  private ExportReader(Path file) {
    this.file = file;
  }

  /**
   * Reads all of a file, and writes nothing.
   *
   * @throws BackupException if it is no export, one of a later form, or not whole
   */
  static ExportReader whole(Path file) throws IOException, BackupException {
    var reader = new ExportReader(file);
    var _ = reader.read(line -> {});
    return reader;
  }

  /**
   * Puts everything into the tables. Whoever calls commits.
   *
   * @throws BackupException if something in it does not fit
   */
  ExportSummary into(Sql sql) throws IOException, BackupException {
    var rows = new Rows(sql);
    var summary = read(rows::add);
    rows.end();
    sql.run("UPDATE counter SET amount = ? WHERE name = 'revision'", summary.revision().number());
    // The log is not in it: whoever follows it begins anew.
    sql.run("UPDATE counter SET amount = ? WHERE name = 'compacted'", summary.revision().number());
    return summary;
  }

  private ExportSummary read(Consumer<JsonNode> taker) throws IOException, BackupException {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    try (var lines =
        new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder))) {
      return read(lines, taker);
    } catch (CharacterCodingException e) {
      throw damaged();
    } catch (DateTimeException | IllegalArgumentException | IllegalStateException e) {
      throw new BackupException("a line of it does not fit: " + e.getMessage());
    }
  }

  private ExportSummary read(BufferedReader lines, Consumer<JsonNode> taker)
      throws IOException, BackupException {
    long revision = head(lines.readLine());
    var digest = ExportWriter.sha256();
    long resources = 0;
    while (true) {
      var text = lines.readLine();
      if (text == null) throw damaged();
      var line = node(text);
      if (line.has("sha256")) {
        var hash = HexFormat.of().formatHex(digest.digest());
        boolean whole =
            line.path("sha256").asString("").equals(hash)
                && line.path("resources").asLong(-1) == resources
                && line.path("revision").asLong(-1) == revision
                && lines.readLine() == null;
        if (!whole) throw damaged();
        return new ExportSummary(new Revision(revision), resources, hash);
      }
      digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
      if (line.has("kind")) resources++;
      requireKnown(line);
      taker.accept(line);
    }
  }

  private long head(@Nullable String text) throws BackupException {
    var head = first(text);
    int format = head.path("format").asInt(0);
    if (format != ExportWriter.FORMAT)
      throw new BackupException(
          "it has the form " + format + ", which this version does not know; use a newer one");
    long revision = head.path("revision").asLong(-1);
    if (revision < 0) throw damaged();
    return revision;
  }

  private JsonNode first(@Nullable String text) throws BackupException {
    try {
      var first = json.readTree(text == null ? "" : text);
      if (first.path("postern").asString("").equals(NAME_OF_EXPORTS)) return first;
    } catch (JacksonException e) {
      // Said below.
    }
    throw new BackupException("it is no export of Postern");
  }

  private static void requireKnown(JsonNode line) throws BackupException {
    if (line.has("resting")) return;
    var kind = line.path("kind").asString("");
    if (Documents.kinds().stream().noneMatch(known -> known.id().equals(kind)))
      throw new BackupException(
          "it has the kind '" + kind + "', which this version does not know; use a newer one");
  }

  private JsonNode node(String text) throws BackupException {
    try {
      return json.readTree(text);
    } catch (JacksonException e) {
      throw damaged();
    }
  }

  private static BackupException damaged() {
    return new BackupException("it is not whole: it was cut short, or changed since it was made");
  }

  /** The rows of the tables, as they follow from the lines. */
  private final class Rows {
    private final Sql sql;
    private final ResourceIndex index;
    private final IdSource ids = new RandomIds();
    private long number;

    Rows(Sql sql) {
      this.sql = sql;
      this.index = new ResourceIndex(sql);
    }

    void add(JsonNode line) {
      if (line.has("resting")) {
        RestingRows.add(
            sql,
            new Resource.Hold(line.path("resting").asString(""), line.path("value").asString("")),
            Instant.ofEpochMilli(millis(line.path("until"))));
        return;
      }
      var kind = line.path("kind").asString("");
      var resource = documents.read(kind, json.writeValueAsString(line.path("stored")));
      add(resource);
      addresses(resource.name(), line.path("addresses"));
      for (var entry : line.path("journal"))
        JournalRows.add(
            sql,
            resource.name(),
            new Revision(entry.path("revision").asLong(0)),
            entry.path("position").asInt(0),
            entry.path("body").asString(""));
      var delivery = line.path("delivery");
      if (delivery.isObject())
        DeliveryRows.put(
            sql,
            resource.meta().uid(),
            Delivery.after(
                new Revision(delivery.path("position").asLong(0)),
                delivery.path("replays").asLong(0)));
    }

    private void add(Resource resource) {
      long row = ++number;
      ResourceRows.add(sql, row, resource, documents.text(resource));
      index.add(resource, row);
      // Without its stamp nobody would look for what was given or locked.
      var _ = AccessFacts.stamp(sql, ids, resource);
    }

    /** Writes what was counted. */
    void end() {
      ResourceIndex.write(sql, index.counted());
    }

    private void addresses(ResourceName name, JsonNode addresses) {
      if (!addresses.isObject()) return;
      var book = new JdbcAddressBook(sql, name);
      for (var range : addresses.path("free"))
        book.addFree(
            new Range(
                IpAddress.of(range.path(0).asString("")),
                IpAddress.of(range.path(1).asString(""))));
      for (var taken : addresses.path("taken")) {
        var address = IpAddress.of(taken.path("ip").asString(""));
        book.hold(address, ResourceName.of(taken.path("owner").asString("")));
        if (taken.has("restsUntil"))
          book.quarantine(address, Instant.ofEpochMilli(millis(taken.path("restsUntil"))));
      }
    }

    private static long millis(JsonNode time) {
      return Instant.parse(time.asString("")).toEpochMilli();
    }
  }
}

package io.postern.server.store.jdbc;

import io.postern.server.kernel.NameHash;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.Revision;
import io.postern.server.store.ExportSummary;
import io.postern.server.store.ReadTx;
import io.postern.server.store.jdbc.document.Documents;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Writes a store as lines of JSON that people and other programs can read:
 *
 * <pre>
 *   {"postern":"export","format":1,"revision":17,"store":"…"}
 *   {"kind":"subnet","name":"…","resource":{…},"stored":{…},"addresses":{…}}
 *   …
 *   {"resting":"alias","value":"…","until":"…"}
 *   {"resources":42,"revision":17,"sha256":"…"}
 * </pre>
 *
 * <p>Resources come in the order in which they were made, each with what is kept for it alone: the
 * addresses that are free, held and resting in a subnet, the journal of a connection, where a
 * webhook is. {@code resource} is the API's form, for readers; {@code stored} has all there is, and
 * is what an import makes the resource of. What follows from it, such as references, is not
 * written. The hash is of the lines between the first and the last, so that it does not depend on
 * which store they are from.
 */
final class ExportWriter {
  static final int FORMAT = 1;
  private static final int PAGE = 500;

  private final Sql sql;
  private final Documents documents;
  private final ReadTx tx;
  private final BiFunction<ReadTx, Resource, String> shown;
  private final OutputStream target;
  private final JsonMapper json = new JsonMapper();
  private final MessageDigest digest = sha256();
  private final Set<UUID> books;

  /**
   * @param sql in a transaction that has one picture of all tables
   * @param tx of the same
   */
  ExportWriter(
      Sql sql,
      Documents documents,
      ReadTx tx,
      BiFunction<ReadTx, Resource, String> shown,
      OutputStream target) {
    this.sql = sql;
    this.documents = documents;
    this.tx = tx;
    this.shown = shown;
    this.target = target;
    this.books =
        new HashSet<>(
            sql.all(
                "SELECT subnet FROM free_range UNION SELECT subnet FROM address",
                row -> row.getObject(1, UUID.class)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  ExportSummary write(String store) throws IOException {
    var revision = tx.revision();
    put(
        json.createObjectNode()
            .put("postern", "export")
            .put("format", FORMAT)
            .put("revision", revision.number())
            .put("store", store));
    long resources = 0;
    long last = -1;
    List<Row> page;
    do {
      page = page(last);
      for (var row : page) hash(put(line(row)));
      resources += page.size();
      if (!page.isEmpty()) last = page.getLast().id();
    } while (page.size() == PAGE);
    for (var line : resting()) hash(put(line));
    return end(revision, resources);
  }

  private record Row(long id, String kind, String body) {}

  private List<Row> page(long after) {
    return sql.all(
        "SELECT id, kind, body FROM resource WHERE id > ? ORDER BY id LIMIT ?",
        row -> new Row(row.getLong(1), row.getString(2), row.getString(3)),
        after,
        PAGE);
  }

  private ObjectNode line(Row row) {
    var resource = documents.read(row.kind(), row.body());
    var line = json.createObjectNode().put("kind", row.kind()).put("name", resource.name().text());
    line.putRawValue("resource", new RawValue(shown.apply(tx, resource)));
    // Written anew, so that an older version's row and this one's are the same text.
    line.putRawValue("stored", new RawValue(documents.text(resource)));
    var key = NameHash.of(resource.name());
    if (books.contains(key)) addresses(key, line.putObject("addresses"));
    journal(key, line);
    tx.delivery(resource.meta().uid())
        .ifPresent(delivery ->
            line.putObject("delivery")
                .put("position", delivery.position().number())
                .put("replays", delivery.replays()));
    return line;
  }

  private void addresses(UUID book, ObjectNode into) {
    var free = into.putArray("free");
    var _ =
        sql.all(
            "SELECT first_ip, last_ip FROM free_range WHERE subnet = ? ORDER BY family, first_ip",
            row ->
                free.addArray()
                    .add(JdbcAddressBook.address(row.getString(1)).toString())
                    .add(JdbcAddressBook.address(row.getString(2)).toString()),
            book);
    var taken = into.putArray("taken");
    var _ =
        sql.all(
            "SELECT ip, owner_name, rest_until FROM address WHERE subnet = ? ORDER BY"
                + " CHAR_LENGTH(ip), ip",
            row -> {
              var address =
                  taken
                      .addObject()
                      .put("ip", JdbcAddressBook.address(row.getString(1)).toString())
                      .put("owner", row.getString(2));
              long until = row.getLong(3);
              return row.wasNull() ? address : address.put("restsUntil", time(until));
            },
            book);
  }

  private void journal(UUID owner, ObjectNode line) {
    var entries = json.createArrayNode();
    var _ =
        sql.all(
            "SELECT revision, position, body FROM journal WHERE owner = ? ORDER BY revision,"
                + " position",
            row ->
                entries
                    .addObject()
                    .put("revision", row.getLong(1))
                    .put("position", row.getLong(2))
                    .put("body", row.getString(3)),
            owner);
    if (!entries.isEmpty()) line.set("journal", entries);
  }

  private List<ObjectNode> resting() {
    return sql.all(
        "SELECT space, content, rest_until FROM resting_value ORDER BY space, content",
        row ->
            json.createObjectNode()
                .put("resting", row.getString(1))
                .put("value", row.getString(2))
                .put("until", time(row.getLong(3))));
  }

  private static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private ExportSummary end(Revision revision, long resources) throws IOException {
    var hash = HexFormat.of().formatHex(digest.digest());
    put(
        json.createObjectNode()
            .put("resources", resources)
            .put("revision", revision.number())
            .put("sha256", hash));
    return new ExportSummary(revision, resources, hash);
  }

  private byte[] put(ObjectNode line) throws IOException {
    var octets = (json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
    target.write(octets);
    return octets;
  }

  private void hash(byte[] line) {
    digest.update(line);
  }
}

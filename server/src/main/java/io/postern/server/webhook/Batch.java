package io.postern.server.webhook;

import io.postern.server.kernel.Revision;
import io.postern.server.store.Change.Operation;
import io.postern.server.watch.FilteredLog.Piece;
import io.postern.server.watch.FilteredLog.Shown;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * What is posted at once: whole revisions, as a batch of CloudEvents 1.0 in JSON. The same octets
 * under the same id are sent until the receiver takes them.
 *
 * @param id for the receiver to tell a repeat by
 * @param body the octets of the JSON text, in UTF-8
 * @param through the receiver has everything through this revision then
 */
@SuppressWarnings("ArrayRecordComponent") // written once, compared by nobody
record Batch(String id, byte[] body, Revision through) {
  static final String MEDIA_TYPE = "application/cloudevents-batch+json; charset=UTF-8";

  /** A batch ends with the revision in which it gets this long. */
  static final int MOST_EVENTS = 100;

  private static final int MOST_CHARACTERS = 256 * 1024;
  private static final JsonMapper JSON = new JsonMapper();
  private static final int HASH_LENGTH = 8;

  /**
   * The first batch of a piece that has changes.
   *
   * @param source what events are from, as a URI
   */
  static Batch of(String source, String webhook, Piece piece) {
    var events = JSON.createArrayNode();
    var seen = new HashMap<String, Integer>();
    var last = piece.changes().getFirst().revision();
    int characters = 0;
    for (var change : piece.changes()) {
      boolean full = events.size() >= MOST_EVENTS || characters >= MOST_CHARACTERS;
      if (full && change.revision().isAfter(last)) return batch(webhook, events, last);
      if (change.revision().isAfter(last)) seen.clear();
      last = change.revision();
      characters += change.json().length();
      add(events, source, change, seen);
    }
    return batch(webhook, events, piece.through());
  }

  /** Says that changes are missing, as they are no longer kept. */
  static Batch resync(String source, String webhook, Revision after, Revision oldest, Instant now) {
    var events = JSON.createArrayNode();
    event(events, source, "resync-" + after.token() + "-" + oldest.token(), "resync", now)
        .putObject("data")
        .put("lostAfterRevisionToken", after.token())
        .put("oldestRevisionToken", oldest.token());
    return batch(webhook, events, oldest);
  }

  private static Batch batch(String webhook, ArrayNode events, Revision through) {
    var first = events.get(0).path("id").asString("");
    return new Batch(
        webhook + "_" + first + "_" + through.token(),
        JSON.writeValueAsString(events).getBytes(StandardCharsets.UTF_8),
        through);
  }

  private static void add(
      ArrayNode events, String source, Shown change, Map<String, Integer> seen) {
    var what = change.kind() + "/" + change.name().key();
    int time = seen.merge(what, 1, Integer::sum);
    var event =
        event(
            events,
            source,
            change.revision().token() + "-" + hash(what + "/" + time),
            change.kind() + "." + verb(change.operation()),
            change.time());
    event.put("subject", change.name().text());
    event.putRawValue("data", new RawValue(change.json()));
  }

  private static ObjectNode event(
      ArrayNode events, String source, String id, String type, Instant time) {
    return events
        .addObject()
        .put("specversion", "1.0")
        .put("id", id)
        .put("source", source)
        .put("type", "io.postern." + type)
        .put("time", time.toString())
        .put("datacontenttype", "application/json");
  }

  private static String verb(Operation operation) {
    return switch (operation) {
      case CREATED -> "added";
      case UPDATED -> "modified";
      case DELETED -> "deleted";
    };
  }

  /** Of the name and not a number, which would tell how much else there is in a revision. */
  private static String hash(String what) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}

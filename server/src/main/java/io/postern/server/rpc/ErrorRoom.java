package io.postern.server.rpc;

import io.postern.server.kernel.Problem.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an error may take in all. It travels in trailers, for which clients usually have 8 KiB: of
 * one with more they see a broken stream and no error. Callers' own texts are repeated in errors,
 * and those can be long.
 *
 * <p>The details are sent in Base64, and the sentence a second time beside them, so that less than
 * two thirds of the 8 KiB are left for it all.
 */
final class ErrorRoom {
  private static final int MESSAGE_BYTES = 1200;
  private static final int METADATA_BYTES = 1800;

  /** Of one field at fault, so that there is room for others. */
  private static final int VIOLATION_BYTES = 500;

  /** What stands around a field at fault: its reason, and the form of the message. */
  private static final int AROUND_VIOLATION_BYTES = 60;

  private static final String CUT = "...";

  private int bytesLeft = 4500;

  /** The sentence; what does not fit is cut off. */
  String message(String text) {
    return take(text, MESSAGE_BYTES);
  }

  /** The metadata; of what does not fit, the longest values are cut off. */
  Map<String, String> metadata(Map<String, String> metadata) {
    var fitting = new LinkedHashMap<String, String>();
    int left = METADATA_BYTES;
    int values = metadata.size();
    var shortestFirst =
        metadata.entrySet().stream()
            .sorted(Comparator.comparingInt(entry -> entry.getValue().length()))
            .toList();
    for (var entry : shortestFirst) {
      var value = take(entry.getValue(), left / values--);
      left -= bytes(value);
      fitting.put(entry.getKey(), value);
    }
    return fitting;
  }

  /** The fields at fault; of what does not fit, the last ones are left out. */
  List<Violation> violations(List<Violation> violations) {
    var fitting = new ArrayList<Violation>();
    for (var violation : violations) {
      bytesLeft -= AROUND_VIOLATION_BYTES;
      if (bytesLeft < 2 * VIOLATION_BYTES && !fitting.isEmpty()) break;
      fitting.add(
          new Violation(
              take(violation.field(), VIOLATION_BYTES),
              take(violation.description(), VIOLATION_BYTES)));
    }
    return fitting;
  }

  private String take(String text, int most) {
    var taken = cut(text, most);
    bytesLeft -= bytes(taken);
    return taken;
  }

  private static String cut(String text, int most) {
    if (bytes(text) <= most) return text;
    int left = most - CUT.length();
    int end = 0;
    while (end < text.length()) {
      int next = text.offsetByCodePoints(end, 1);
      left -= bytes(text.substring(end, next));
      if (left < 0) break;
      end = next;
    }
    return text.substring(0, end) + CUT;
  }

  /** As a header has it: what is not printable ASCII takes three for each byte. */
  private static int bytes(String text) {
    int bytes = 0;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8))
      bytes += octet >= ' ' && octet <= '~' && octet != '%' ? 1 : 3;
    return bytes;
  }
}

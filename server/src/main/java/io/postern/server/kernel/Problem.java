package io.postern.server.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong, in words for the caller and in values for its program.
 *
 * @param reason the machine-readable reason
 * @param message one sentence that says what is wrong and what to do
 * @param metadata values that belong to the reason, such as the limit that was reached
 * @param violations the request fields at fault, with a sentence each
 */
public record Problem(
    Reason reason, String message, Map<String, String> metadata, List<Violation> violations) {
  public Problem {
    metadata = Map.copyOf(metadata);
    violations = List.copyOf(violations);
  }

  public record Violation(String field, String description) {}

  public static Problem of(Reason reason, String message) {
    return new Problem(reason, message, Map.of(), List.of());
  }

  public static Problem inField(Reason reason, String field, String message) {
    return new Problem(reason, message, Map.of(), List.of(new Violation(field, message)));
  }

  public Problem with(String key, String value) {
    var all = new LinkedHashMap<>(metadata);
    all.put(key, value);
    return new Problem(reason, message, all, violations);
  }

  public Problem alsoInField(String field, String description) {
    var all = new ArrayList<>(violations);
    all.add(new Violation(field, description));
    return new Problem(reason, message, metadata, all);
  }
}

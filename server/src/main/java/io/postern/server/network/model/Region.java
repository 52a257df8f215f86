package io.postern.server.network.model;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A region, such as {@code eastus}. The list comes with the server and never changes while it runs.
 *
 * @param name in lower case without spaces
 * @param code the short code that some public names have instead, such as {@code eus}
 */
public record Region(String name, String code) {
  private static final int LONGEST_COMPARED = 64;
  private static final SortedMap<String, String> CODES = Collections.unmodifiableSortedMap(load());

  /**
   * Parses a region as people write it: {@code eastus} or {@code East US}.
   *
   * @throws ControlException {@code InvalidArgument} with reason
   *     LOCATION_NOT_AVAILABLE_FOR_RESOURCE_TYPE
   */
  public static Region parse(String text, String field) {
    var name = text.toLowerCase(Locale.ROOT).replace(" ", "");
    var code = CODES.get(name);
    if (code != null) return new Region(name, code);
    var nearest = nearest(name);
    throw ControlException.of(
        new ControlError.InvalidArgument(
            Problem.inField(
                    Reason.LOCATION_NOT_AVAILABLE_FOR_RESOURCE_TYPE,
                    field,
                    text.isEmpty()
                        ? "A region is required, such as eastus."
                        : "'"
                            + shortened(text)
                            + "' is no known region; did you mean "
                            + nearest
                            + "?")
                .with("region", shortened(text))
                .with("suggestion", nearest)));
  }

  /** Short codes by region name. */
  public static Map<String, String> codes() {
    return CODES;
  }

  private static String nearest(String name) {
    var start = shortened(name);
    return Collections.min(
        CODES.keySet(), Comparator.comparingInt(known -> distance(known, start)));
  }

  /** What is longer than any region's name is a near miss of none, whatever its end is. */
  private static String shortened(String text) {
    return text.length() <= LONGEST_COMPARED ? text : text.substring(0, LONGEST_COMPARED);
  }

  /** How many letters must change to make one word of the other (Levenshtein). */
  private static int distance(String one, String other) {
    int[] previous = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) previous[j] = j;
    for (int i = 1; i <= one.length(); i++) {
      int[] current = new int[other.length() + 1];
      current[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = previous[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[other.length()];
  }

  private static SortedMap<String, String> load() {
    var resource = Region.class.getResourceAsStream("/catalogue/region-codes.tsv");
    if (resource == null) throw new IllegalStateException("The list of regions is not in the jar.");
    var codes = new TreeMap<String, String>();
    try (var reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      for (var line : reader.readAllLines()) {
        var cells = line.split("\t", -1);
        if (cells.length == 2 && !cells[0].equals("region_name")) codes.put(cells[0], cells[1]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return codes;
  }
}

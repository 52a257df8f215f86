package io.postern.server.link.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that the catalogue's patterns are filled with: {@code {name}}, {@code {regionName}},
 * and what the owner of a resource gives as parameters.
 *
 * @param regions the resource's regions, its own first
 */
public record Placeholders(Map<String, String> values, List<String> regions) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");
  private static final String REGION = "regionName";

  public Placeholders {
    values = Map.copyOf(values);
    regions = List.copyOf(regions);
  }

  /**
   * @param regionCodes short codes of the regions, for the types whose names have those
   */
  public static Placeholders of(
      String name,
      List<String> regions,
      Map<String, String> regionCodes,
      Map<String, String> parameters) {
    var values = new LinkedHashMap<>(parameters);
    values.put("name", name.toLowerCase(Locale.ROOT));
    values.put(REGION, regions.getFirst());
    values.putIfAbsent(
        "regionCode", regionCodes.getOrDefault(regions.getFirst(), regions.getFirst()));
    return new Placeholders(values, regions);
  }

  /** The pattern with its values, or nothing when a value is missing. */
  public Optional<String> fill(String pattern) {
    var matcher = PLACEHOLDER.matcher(pattern);
    var filled = new StringBuilder();
    while (matcher.find()) {
      var value = values.get(matcher.group(1));
      if (value == null) return Optional.empty();
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(filled);
    return Optional.of(filled.toString());
  }

  /** A member pattern's members: one, or one for each region when the pattern names the region. */
  List<Expansion> expansions(String pattern) {
    var result = new ArrayList<Expansion>();
    for (var region : pattern.contains("{" + REGION + "}") ? regions : regions.subList(0, 1)) {
      var inRegion = new LinkedHashMap<>(values);
      inRegion.put(REGION, region);
      var placed = new Placeholders(inRegion, regions);
      placed.fill(pattern).ifPresent(text -> result.add(new Expansion(text, placed)));
    }
    return result;
  }

  /** A member's name and the values it was made with. */
  record Expansion(String text, Placeholders values) {}
}

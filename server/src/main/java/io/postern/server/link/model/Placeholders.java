package io.postern.server.link.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values that the catalogue's patterns are filled with: {@code {name}}, {@code {regionName}},
 * and what the owner of a resource gives as parameters. A value that stands for several things,
 * such as the regions of a resource or its storage accounts, is a list; elsewhere than in the name
 * of a member its first entry counts.
 */
public record Placeholders(Map<String, List<String>> values) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^}]*)}");

  public Placeholders {
    values = Map.copyOf(values);
  }

  /**
   * @param regions the resource's regions, its own first
   * @param regionCodes short codes of the regions, for the types whose names have those
   * @param parameters a value, or several with commas between them
   */
  public static Placeholders of(
      String name,
      List<String> regions,
      Map<String, String> regionCodes,
      Map<String, String> parameters) {
    var codes = regions.stream().map(region -> regionCodes.getOrDefault(region, region)).toList();
    var values = new LinkedHashMap<String, List<String>>();
    values.put("regionCode", codes);
    values.put("location", regions);
    values.put("cachename", List.of(name.toLowerCase(Locale.ROOT)));
    parameters.forEach((parameter, value) -> values.put(parameter, entries(value)));
    values.put("name", List.of(name.toLowerCase(Locale.ROOT)));
    values.put("regionName", regions);
    values.put("region", regions);
    return new Placeholders(values);
  }

  private static List<String> entries(String value) {
    var entries = new ArrayList<String>();
    for (var entry : value.split(",", -1)) entries.add(entry.strip());
    return entries.stream().distinct().toList();
  }

  /** The pattern with its values, or nothing when a value is missing. */
  public Optional<String> fill(String pattern) {
    var matcher = PLACEHOLDER.matcher(pattern);
    var filled = new StringBuilder();
    while (matcher.find()) {
      var value = values.get(matcher.group(1));
      if (value == null) return Optional.empty();
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value.getFirst()));
    }
    matcher.appendTail(filled);
    return Optional.of(filled.toString());
  }

  /**
   * A member pattern's members: one, or one for each entry of the list that the pattern names.
   * Lists of one length go together, such as workspaces and their locations.
   */
  List<Expansion> expansions(String pattern) {
    int entries = 1;
    for (var placeholder : names(pattern))
      entries = Math.max(entries, values.getOrDefault(placeholder, List.of()).size());
    var result = new ArrayList<Expansion>();
    for (int i = 0; i < entries; i++) {
      var placed = entries == 1 ? this : at(i, entries);
      placed.fill(pattern).ifPresent(text -> result.add(new Expansion(text, placed)));
    }
    return result;
  }

  private Placeholders at(int index, int entries) {
    var chosen = new LinkedHashMap<>(values);
    chosen.replaceAll(
        (name, list) -> list.size() == entries ? Collections.singletonList(list.get(index)) : list);
    return new Placeholders(chosen);
  }

  /** The placeholders that a pattern has. */
  static List<String> names(String pattern) {
    return PLACEHOLDER.matcher(pattern).results().map(found -> found.group(1)).toList();
  }

  /** A member's name and the values it was made with. */
  record Expansion(String text, Placeholders values) {}
}

package io.postern.cli.topology;

import io.postern.cli.name.NamePattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Names as they are written in a file. The short form of a name is the values of its pattern's
 * variables with a slash between them; in a file the first ones may be left out.
 */
final class NameForm {
  static final NamePattern RESOURCE_GROUP =
      NamePattern.of("subscriptions/{subscription}/resourceGroups/{resource_group}");

  private NameForm() {}

  /** The full name with these values for the variables, as many as there are. */
  static String full(NamePattern pattern, List<String> values) {
    var byVariable = new LinkedHashMap<String, String>();
    for (var variable : pattern.variables())
      byVariable.put(variable, values.get(byVariable.size()));
    return pattern.fill(byVariable).orElseThrow();
  }

  /** The short form of a full name; the name itself when it has another pattern. */
  static String brief(NamePattern pattern, String name) {
    return pattern.match(name).map(values -> String.join("/", values.values())).orElse(name);
  }

  /** The short form with the names of its variables, for explanations. */
  static String explained(NamePattern pattern) {
    return String.join("/", pattern.variables().stream().map(it -> "{" + it + "}").toList());
  }

  /**
   * The full name for what a person wrote: a full name, or the last values of the short form, with
   * those before them taken from where it stands.
   *
   * @param scope the values of the short form of the name it stands in
   * @return empty when it is neither
   */
  static Optional<String> complete(NamePattern pattern, List<String> scope, String text) {
    var bare = text.startsWith("/") ? text.substring(1) : text;
    if (bare.startsWith("subscriptions/")) return pattern.match(bare).map(it -> bare);
    var written = Arrays.asList(bare.split("/", -1));
    int missing = pattern.variables().size() - written.size();
    if (missing < 0 || missing > scope.size() || written.contains("")) return Optional.empty();
    var values = new ArrayList<>(scope.subList(0, missing));
    values.addAll(written);
    return Optional.of(full(pattern, values));
  }
}

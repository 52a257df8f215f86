package io.postern.cli.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The form of the names of a kind of resource, such as {@code
 * subscriptions/{subscription}/resourceGroups/{resource_group}}. The values of its variables, with
 * a slash between them, are the short form of a name.
 */
record NamePattern(List<String> segments) {
  static final NamePattern ROOT = new NamePattern(List.of());
  static final NamePattern RESOURCE_GROUP =
      parse("subscriptions/{subscription}/resourceGroups/{resource_group}");

  static NamePattern parse(String text) {
    return new NamePattern(List.of(text.split("/")));
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{");
  }

  /** Whether names of this form begin with a name of the other form, and go on. */
  boolean isBelow(NamePattern other) {
    return segments.size() > other.segments.size()
        && segments.subList(0, other.segments.size()).equals(other.segments);
  }

  int variableCount() {
    return (int) segments.stream().filter(NamePattern::isVariable).count();
  }

  /** What the variables are called, as a person would write the short form. */
  String shortForm() {
    return String.join("/", segments.stream().filter(NamePattern::isVariable).toList());
  }

  /** The name with these values for the variables. */
  String fill(List<String> values) {
    Iterator<String> next = values.iterator();
    return String.join(
        "/", segments.stream().map(it -> isVariable(it) ? next.next() : it).toList());
  }

  /** The values of the variables in a name, if it has this form. */
  Optional<List<String>> values(String name) {
    var parts = Arrays.asList(name.split("/"));
    if (parts.size() != segments.size()) return Optional.empty();
    var values = new ArrayList<String>();
    for (int index = 0; index < parts.size(); index++) {
      if (isVariable(segments.get(index))) values.add(parts.get(index));
      else if (!segments.get(index).equalsIgnoreCase(parts.get(index))) return Optional.empty();
    }
    return Optional.of(values);
  }

  /**
   * The full name for what a person wrote: a full name, or the last values of the short form, with
   * those before them taken from where it stands.
   *
   * @param scope the values of the short form of the name it stands in
   * @return empty when it is neither
   */
  Optional<String> complete(List<String> scope, String text) {
    var bare = text.startsWith("/") ? text.substring(1) : text;
    if (bare.startsWith("subscriptions/")) return values(bare).map(it -> bare);
    var written = Arrays.asList(bare.split("/", -1));
    int missing = variableCount() - written.size();
    if (missing < 0 || missing > scope.size() || written.contains("")) return Optional.empty();
    var values = new ArrayList<>(scope.subList(0, missing));
    values.addAll(written);
    return Optional.of(fill(values));
  }
}

package io.postern.cli.name;

import com.google.api.ResourceProto;
import com.google.protobuf.Descriptors.Descriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The shape of the names of one kind of resource, such as {@code
 * subscriptions/{subscription}/resourceGroups/{resource_group}}: fixed words, compared without
 * case, and variables that stand for an id each.
 *
 * @param segments what stands between the slashes, a variable in braces
 */
public record NamePattern(List<String> segments) {
  public static final String SUBSCRIPTION = "subscription";
  public static final String RESOURCE_GROUP = "resource_group";

  /** What stands for an id that is not known, in the parent of a list. */
  private static final String ANY = "-";

  private static final NamePattern SUBSCRIPTION_PATTERN = of("subscriptions/{subscription}");
  private static final NamePattern GROUP_PATTERN =
      of("subscriptions/{subscription}/resourceGroups/{resource_group}");

  public NamePattern {
    segments = List.copyOf(segments);
  }

  /** The shape that the API gives the names of a resource. */
  public static NamePattern of(Descriptor resource) {
    return of(resource.getOptions().getExtension(ResourceProto.resource).getPattern(0));
  }

  public static NamePattern of(String text) {
    return new NamePattern(List.of(text.split("/")));
  }

  /** The variables, from left to right, without braces. */
  public List<String> variables() {
    return segments.stream().filter(NamePattern::isVariable).map(NamePattern::variable).toList();
  }

  /** The values of the variables in {@code name}; empty when the name has another shape. */
  public Optional<SequencedMap<String, String>> match(String name) {
    return match(isVariable(segments.getFirst()) ? withScope(name) : name.split("/", -1));
  }

  /** The parts of a name that stands under any other: that one is the first part, as a whole. */
  private String[] withScope(String name) {
    var parts = List.of(name.split("/", -1));
    int scope = parts.size() - (segments.size() - 1);
    if (scope < 2) return new String[0];
    var scoped = new ArrayList<String>();
    scoped.add(String.join("/", parts.subList(0, scope)));
    scoped.addAll(parts.subList(scope, parts.size()));
    return scoped.toArray(String[]::new);
  }

  private Optional<SequencedMap<String, String>> match(String[] parts) {
    if (parts.length != segments.size()) return Optional.empty();
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < parts.length; i++) {
      var segment = segments.get(i);
      if (parts[i].isEmpty()) return Optional.empty();
      if (isVariable(segment)) values.put(variable(segment), parts[i]);
      else if (!segment.equalsIgnoreCase(parts[i])) return Optional.empty();
    }
    return Optional.of(values);
  }

  /** The name with these values; empty when one is missing. */
  public Optional<String> fill(SequencedMap<String, String> values) {
    if (!values.keySet().containsAll(variables())) return Optional.empty();
    return Optional.of(fillKnown(values));
  }

  /**
   * What to list to find every name of this shape with these values: the name of the parent, which
   * ends with {@code -} at the first id that is not known.
   */
  public String listParent(SequencedMap<String, String> values) {
    return parent().fillKnown(values);
  }

  /**
   * The narrowest place these values name for sure: the parent, or else the resource group or the
   * subscription. Empty when they do not even give that.
   */
  public Optional<String> place(SequencedMap<String, String> values) {
    return Stream.of(parent(), GROUP_PATTERN, SUBSCRIPTION_PATTERN)
        .filter(pattern -> !pattern.segments.isEmpty())
        .flatMap(pattern -> pattern.fill(values).stream())
        .findFirst();
  }

  private String fillKnown(SequencedMap<String, String> values) {
    var parts = new ArrayList<String>();
    for (var segment : segments) {
      if (!isVariable(segment)) {
        parts.add(segment);
        continue;
      }
      var value = values.get(variable(segment));
      parts.add(value == null ? ANY : value);
      if (value == null) break;
    }
    return String.join("/", parts);
  }

  /** The shape of what names of this shape stand in: a resource, or the resource group. */
  public NamePattern parent() {
    int size = segments.size();
    boolean directlyInGroup = size == 8 && segments.get(4).equals("providers");
    return new NamePattern(segments.subList(0, directlyInGroup ? 4 : Math.max(0, size - 2)));
  }

  @Override
  public String toString() {
    return String.join("/", segments);
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{");
  }

  private static String variable(String segment) {
    return segment.substring(1, segment.length() - 1);
  }
}

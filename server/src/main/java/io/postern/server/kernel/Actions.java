package io.postern.server.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A set of actions by Azure's names, such as {@code Microsoft.Network/privateEndpoints/read}, as
 * the actions and notActions of an Azure role: {@code *} stands for any characters, what {@code
 * but} covers is taken out again. Case does not count.
 *
 * @param patterns what the set covers
 * @param but what it does not cover all the same
 * @param within another set, of which this one is a part
 */
public record Actions(List<String> patterns, List<String> but, Optional<Actions> within) {
  /** Most patterns in one set. */
  public static final int MAX_PATTERNS = 100;

  private static final int MAX_LENGTH = 256;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9.*_-]+(/[A-Za-z0-9.*_-]+)*");
  private static final String NOT = "!";

  /** Every action there is. */
  public static final Actions ALL = new Actions(List.of("*"), List.of());

  public Actions {
    patterns = lowerCased(patterns);
    but = lowerCased(but);
    if (patterns.size() + but.size() > MAX_PATTERNS)
      throw new IllegalArgumentException("more than " + MAX_PATTERNS + " patterns");
  }

  /** A set that is no part of another. */
  public Actions(List<String> patterns, List<String> but) {
    this(patterns, but, Optional.empty());
  }

  /** What is in this set and in another. */
  public Actions and(Actions other) {
    if (equals(ALL)) return other;
    if (other.equals(ALL)) return this;
    return new Actions(
        other.patterns, other.but, other.within.map(this::and).or(() -> Optional.of(this)));
  }

  /**
   * Whether everything that another set has is in this one, as far as their patterns show it: a
   * pattern covers another as if its asterisks were characters, and what this set takes out has to
   * be taken out there, too.
   */
  public boolean includesAllOf(Actions other) {
    return within.map(outer -> outer.includesAllOf(other)).orElse(true)
        && other.patterns.stream().allMatch(wanted -> anyCovers(patterns, wanted))
        && but.stream().allMatch(taken -> anyCovers(other.but, taken));
  }

  private static boolean anyCovers(List<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> covers(pattern, name));
  }

  private static List<String> lowerCased(List<String> patterns) {
    return patterns.stream().map(Actions::checked).toList();
  }

  private static String checked(String pattern) {
    if (pattern.length() > MAX_LENGTH || !FORM.matcher(pattern).matches())
      throw new IllegalArgumentException(
          "'" + pattern + "' is no action such as Microsoft.Network/privateEndpoints/read");
    return pattern.toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a list with commas; those that begin with {@code !} are taken out.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Actions parse(String text) {
    var items = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    return new Actions(
        items.stream().filter(item -> !item.startsWith(NOT)).toList(),
        items.stream()
            .filter(item -> item.startsWith(NOT))
            .map(item -> item.substring(NOT.length()))
            .toList());
  }

  /** The patterns as {@link #parse} reads them, those that are taken out behind a {@code !}. */
  public List<String> texts() {
    return Stream.concat(patterns.stream(), but.stream().map(pattern -> NOT + pattern)).toList();
  }

  public boolean include(String action) {
    if (equals(ALL)) return true;
    var name = action.toLowerCase(Locale.ROOT);
    return anyCovers(patterns, name)
        && !anyCovers(but, name)
        && within.map(outer -> outer.include(action)).orElse(true);
  }

  /**
   * Whether a pattern covers a name: its pieces between the asterisks stand in the name in order,
   * each as early as it can, the first at the beginning and the last at the end.
   */
  private static boolean covers(String pattern, String name) {
    var pieces = pattern.split("\\*", -1);
    if (pieces.length == 1) return name.equals(pattern);
    var last = pieces[pieces.length - 1];
    if (!name.startsWith(pieces[0])) return false;
    int from = pieces[0].length();
    for (int i = 1; i < pieces.length - 1; i++) {
      int at = name.indexOf(pieces[i], from);
      if (at < 0) return false;
      from = at + pieces[i].length();
    }
    return name.length() - last.length() >= from && name.endsWith(last);
  }
}

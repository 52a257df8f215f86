package io.postern.server.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A set of actions by Azure's names, such as {@code Microsoft.Network/privateEndpoints/read}, as
 * the actions and notActions of an Azure role: {@code *} stands for any characters, what {@code
 * but} covers is taken out again. Case does not count.
 *
 * @param patterns what the set covers
 * @param but what it does not cover all the same
 */
public record Actions(List<String> patterns, List<String> but) {
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

  public boolean include(String action) {
    if (equals(ALL)) return true;
    var name = action.toLowerCase(Locale.ROOT);
    return patterns.stream().anyMatch(pattern -> covers(pattern, name))
        && but.stream().noneMatch(pattern -> covers(pattern, name));
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

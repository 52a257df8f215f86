package io.postern.cli.session;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * The word that somebody probably meant: the closest one by edits, if it is close at all, or else
 * the only one that begins with what was typed.
 */
public final class Suggestion {
  private static final int SHORTEST_BEGINNING = 3;

  private Suggestion() {}

  /** Returns the closest of {@code words} to {@code typed}, compared without case. */
  public static Optional<String> of(String typed, Collection<String> words) {
    var closest = Optional.<String>empty();
    int fewest = Math.max(1, typed.length() / 3) + 1;
    for (var word : words) {
      int edits = edits(typed.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        closest = Optional.of(word);
      }
    }
    return closest.or(() -> begunWith(typed, words));
  }

  /** The only word that begins so: {@code ttl} is meant to be {@code ttlSeconds}. */
  private static Optional<String> begunWith(String typed, Collection<String> words) {
    if (typed.length() < SHORTEST_BEGINNING) return Optional.empty();
    var begun =
        words.stream()
            .filter(word -> word.regionMatches(true, 0, typed, 0, typed.length()))
            .toList();
    return begun.size() == 1 ? Optional.of(begun.getFirst()) : Optional.empty();
  }

  /** The same as the end of a sentence: {@code ; did you mean 'endpoint'?}, or nothing. */
  public static String sentence(String typed, Collection<String> words) {
    return of(typed, words).map(word -> "; did you mean '" + word + "'?").orElse("");
  }

  /** Insertions, deletions, replacements and swaps of neighbours between two words. */
  private static int edits(String a, String b) {
    var beforeLast = new int[b.length() + 1];
    var last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) last[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (isSwap(a, i, b, j)) row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }

  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}

package io.postern.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody who mistyped another one probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The closest of the candidates, if it is close: at most a third of the word is wrong, compared
   * without case. Of equally close ones the first.
   */
  public static Optional<String> to(String word, Collection<String> candidates) {
    var wanted = word.toLowerCase(Locale.ROOT);
    int tolerance = Math.max(1, word.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(wanted, candidate.toLowerCase(Locale.ROOT)) <= tolerance)
        .min(Comparator.comparingInt(it -> distance(wanted, it.toLowerCase(Locale.ROOT))));
  }

  /** {@code "; did you mean 'x'?"} for the closest candidate, a full stop when there is none. */
  public static String question(String word, Collection<String> candidates) {
    return to(word, candidates).map(it -> "; did you mean '" + it + "'?").orElse(".");
  }

  /**
   * How many letters have to be added, removed, replaced or swapped with their neighbour to get
   * from one word to the other (optimal string alignment), row by row.
   */
  static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) last[column] = column;
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        int cheapest =
            Math.min(Math.min(current[column - 1], last[column]) + 1, last[column - 1] + replaced);
        boolean swapped =
            row > 1
                && column > 1
                && from.charAt(row - 1) == to.charAt(column - 2)
                && from.charAt(row - 2) == to.charAt(column - 1);
        current[column] = swapped ? Math.min(cheapest, beforeLast[column - 2] + 1) : cheapest;
      }
      beforeLast = last;
      last = current;
    }
    return last[to.length()];
  }
}

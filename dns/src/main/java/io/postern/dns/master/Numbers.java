package io.postern.dns.master;

/** The numbers of a master file. */
final class Numbers {
  /** RFC 2181 §8. */
  private static final long MAX_SECONDS = Integer.MAX_VALUE;

  private Numbers() {}

  /** A whole number between zero and {@code max}. */
  static long upTo(long max, String what, String word) {
    if (isDigits(word) && word.length() <= 10) {
      long number = Long.parseLong(word);
      if (number <= max) return number;
    }
    throw new WrongEntry(what + " '" + word + "' is no number from 0 to " + max);
  }

  static boolean isDigits(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (!isDigit(word.charAt(i))) return false;
    }
    return !word.isEmpty();
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A time in seconds, or with the units that BIND made common: {@code 1h30m}, {@code 2w}. */
  static int seconds(String what, String word) {
    long total = 0;
    long number = -1;
    for (int i = 0; i < word.length() && total <= MAX_SECONDS; i++) {
      char c = word.charAt(i);
      if (isDigit(c)) {
        number = Math.min(Math.max(number, 0) * 10 + (c - '0'), MAX_SECONDS + 1);
      } else {
        if (number < 0) throw noTime(what, word);
        total += number * unit(what, word, c);
        number = -1;
      }
    }
    if (number >= 0) total += number;
    else if (word.isEmpty()) throw noTime(what, word);
    if (total > MAX_SECONDS)
      throw new WrongEntry(what + " '" + word + "' is more than " + MAX_SECONDS + " seconds");
    return (int) total;
  }

  private static int unit(String what, String word, char unit) {
    return switch (unit) {
      case 's', 'S' -> 1;
      case 'm', 'M' -> 60;
      case 'h', 'H' -> 3600;
      case 'd', 'D' -> 86_400;
      case 'w', 'W' -> 604_800;
      default -> throw noTime(what, word);
    };
  }

  private static WrongEntry noTime(String what, String word) {
    return new WrongEntry(what + " '" + word + "' is no time; write seconds, or such as 1h30m");
  }
}

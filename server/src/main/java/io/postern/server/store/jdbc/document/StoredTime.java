package io.postern.server.store.jdbc.document;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;

/**
 * Times as documents have them: what {@link Instant#toString} gives. Every document has two, and a
 * tenth of the time of a page, and of what it leaves to the collector, was {@link Instant#parse}.
 */
final class StoredTime {
  private static final int FRACTION = "2026-11-23T10:00:00".length();
  private static final int NANO_DIGITS = 9;
  private static final int NO_NUMBER = -1;

  private StoredTime() {}

  /**
   * Does what {@link Instant#parse} does.
   *
   * @throws java.time.format.DateTimeParseException as that
   */
  static Instant parse(String text) {
    return isUsual(text) ? usual(text) : Instant.parse(text);
  }

  /** Whether it is of the first ten millennia, in UTC, and each field a number of its range. */
  private static boolean isUsual(String text) {
    int end = text.length() - 1;
    return end >= FRACTION
        && text.charAt(end) == 'Z'
        && (end == FRACTION || isFraction(text, end))
        && text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && text.charAt(10) == 'T'
        && text.charAt(13) == ':'
        && text.charAt(16) == ':'
        && isDay(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
        && isBetween(0, 23, number(text, 11, 13))
        && isBetween(0, 59, number(text, 14, 16))
        && isBetween(0, 59, number(text, 17, 19));
  }

  private static boolean isDay(int year, int month, int day) {
    return year >= 0
        && isBetween(1, 12, month)
        && isBetween(1, Month.of(month).length(Year.isLeap(year)), day);
  }

  private static boolean isFraction(String text, int end) {
    int digits = end - FRACTION - 1;
    return text.charAt(FRACTION) == '.'
        && isBetween(1, NANO_DIGITS, digits)
        && number(text, FRACTION + 1, end) >= 0;
  }

  private static Instant usual(String text) {
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    long second =
        ((day * 24 + number(text, 11, 13)) * 60 + number(text, 14, 16)) * 60 + number(text, 17, 19);
    return Instant.ofEpochSecond(second, nanos(text));
  }

  private static long nanos(String text) {
    int end = text.length() - 1;
    if (end == FRACTION) return 0;
    long nanos = number(text, FRACTION + 1, end);
    for (int digits = end - FRACTION - 1; digits < NANO_DIGITS; digits++) nanos *= 10;
    return nanos;
  }

  private static boolean isBetween(int least, int most, int number) {
    return number >= least && number <= most;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) return NO_NUMBER;
      number = number * 10 + digit;
    }
    return number;
  }
}

package io.postern.dns.master;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The numbers of a {@code $GENERATE}, BIND's way to write many records in one line, and how they
 * are put in place of each {@code $}.
 */
record Generation(long first, long last, long step) {
  /** More records than a /12 of reverse names has are a mistake, or an attack. */
  private static final long MAX_RECORDS = 1 << 20;

  private static final long MAX_NUMBER = Integer.MAX_VALUE;
  private static final Pattern RANGE = Pattern.compile("([0-9]+)-([0-9]+)(?:/([0-9]+))?");
  private static final Pattern MODIFIER =
      Pattern.compile("(-?[0-9]{1,9})(?:,([0-9]{1,3})(?:,([doxXnN]))?)?");

  /** Reads {@code start-stop} or {@code start-stop/step}. */
  static Generation parse(String range) {
    var match = RANGE.matcher(range);
    if (!match.matches())
      throw new WrongEntry("'" + range + "' is no range such as 1-254 or 0-100/2");
    var generation =
        new Generation(
            number(match.group(1)),
            number(match.group(2)),
            match.group(3) == null ? 1 : number(match.group(3)));
    if (generation.step == 0 || generation.last < generation.first)
      throw new WrongEntry("the range " + range + " leads nowhere");
    if ((generation.last - generation.first) / generation.step >= MAX_RECORDS)
      throw new WrongEntry("the range " + range + " has more than " + MAX_RECORDS + " numbers");
    return generation;
  }

  private static long number(String digits) {
    return Numbers.upTo(MAX_NUMBER, "the number", digits);
  }

  /** The template with {@code number} for each {@code $}, by its modifier where it has one. */
  static String expand(String template, long number) {
    var text = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      char c = template.charAt(at++);
      if (c == '\\' && at < template.length()) {
        char escaped = template.charAt(at++);
        if (escaped != '$') text.append(c);
        text.append(escaped);
      } else if (c != '$') {
        text.append(c);
      } else if (template.startsWith("$", at)) {
        text.append('$');
        at++;
      } else if (template.startsWith("{", at)) {
        int end = template.indexOf('}', at);
        if (end < 0) throw new WrongEntry("'" + template + "' has a '{' without its '}'");
        text.append(modified(template.substring(at + 1, end), number));
        at = end + 1;
      } else {
        text.append(number);
      }
    }
    return text.toString();
  }

  private static String modified(String modifier, long number) {
    var match = MODIFIER.matcher(modifier);
    if (!match.matches())
      throw new WrongEntry(
          "'{" + modifier + "}' is no modifier: {offset,width,base}, base one of d o x X n N");
    long value = number + Long.parseLong(match.group(1));
    if (value < 0)
      throw new WrongEntry("'{" + modifier + "}' makes " + number + " a negative number");
    int width = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
    var base = match.group(3) == null ? "d" : match.group(3);
    return switch (base) {
      case "o" -> padded(Long.toOctalString(value), width);
      case "x" -> padded(Long.toHexString(value), width);
      case "X" -> padded(Long.toHexString(value).toUpperCase(Locale.ROOT), width);
      case "n" -> nibbles(Long.toHexString(value), width);
      case "N" -> nibbles(Long.toHexString(value).toUpperCase(Locale.ROOT), width);
      default -> padded(Long.toString(value), width);
    };
  }

  private static String padded(String digits, int width) {
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }

  /** The digits from the last to the first with dots between: the width counts the dots. */
  private static String nibbles(String digits, int width) {
    var reversed = new StringBuilder(padded(digits, (width + 1) / 2)).reverse();
    return String.join(".", reversed.toString().split(""));
  }
}

package io.postern.dns.master;

import io.postern.dns.name.DnsName;
import io.postern.dns.name.InvalidNameException;

/** Names as a master file has them. */
final class Names {
  private Names() {}

  /** The name that a word means below {@code origin}. */
  static DnsName read(String word, DnsName origin) {
    try {
      return isAbsolute(word) ? DnsName.parse(word) : origin.resolve(word);
    } catch (InvalidNameException e) {
      throw new WrongEntry(String.valueOf(e.getMessage()));
    }
  }

  /** Whether the word ends in a dot that no backslash makes a letter. */
  private static boolean isAbsolute(String word) {
    if (!word.endsWith(".")) return false;
    int backslashes = 0;
    for (int i = word.length() - 2; i >= 0 && word.charAt(i) == '\\'; i--) backslashes++;
    return backslashes % 2 == 0;
  }
}

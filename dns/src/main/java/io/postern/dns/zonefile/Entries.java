package io.postern.dns.zonefile;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a zone file into its entries: a line each, or several where parentheses hold them together
 * (RFC 1035 §5.1). Knows no more of an entry than where it ends, so that what is wrong within one
 * does not reach the next.
 */
final class Entries {
  private final String text;
  private final List<Entry> entries = new ArrayList<>();
  private int line = 1;

  /**
   * One entry, with its line breaks and comments.
   *
   * @param line where it begins, from 1
   */
  record Entry(int line, String text) {}

  private Entries(String text) {
    this.text = text;
  }

  /** The entries of a file; those without anything to read are left out. */
  static List<Entry> of(String text) {
    var cut = new Entries(text);
    int at = 0;
    while (at < text.length()) at = cut.one(at);
    return cut.entries;
  }

  /** Takes the entry that begins at a place and returns where the next one does. */
  private int one(int start) {
    int first = line;
    int depth = 0;
    boolean isQuoted = false;
    boolean isComment = false;
    boolean hasText = false;
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\n') {
        line++;
        isComment = false;
        // A string ends with its line at the latest: an open quote spoils one entry, not the file.
        isQuoted = false;
        if (depth == 0) break;
      } else if (!isComment && c == '\\') {
        hasText = true;
        if (at < text.length() && text.charAt(at) != '\n') at++;
      } else if (!isComment && c == '"') {
        hasText = true;
        isQuoted = !isQuoted;
      } else if (!isComment && !isQuoted && c == ';') {
        isComment = true;
      } else if (!isComment && !isQuoted) {
        if (c == '(') depth++;
        if (c == ')' && depth > 0) depth--;
        if (!Character.isWhitespace(c)) hasText = true;
      }
    }
    if (hasText) entries.add(new Entry(first, text.substring(start, at)));
    return at;
  }
}

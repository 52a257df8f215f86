package io.postern.dns.master;

import org.jspecify.annotations.Nullable;

/** The words and strings of one entry, from left to right. */
final class Tokens {
  private final String text;
  private int at;
  private boolean quoted;

  Tokens(String text) {
    this.text = text;
  }

  /** Whether the entry begins with a blank, which stands for the owner of the one before. */
  boolean startBlank() {
    return text.charAt(0) == ' ';
  }

  /**
   * The next word, or what is between the quotes of a string, escapes as written; null at the end.
   */
  @Nullable String next() {
    while (at < text.length() && text.charAt(at) == ' ') at++;
    if (at == text.length()) return null;
    quoted = text.charAt(at) == '"';
    if (quoted) at++;
    int start = at;
    while (at < text.length() && !ends(text.charAt(at))) at += text.charAt(at) == '\\' ? 2 : 1;
    at = Math.min(at, text.length());
    var token = text.substring(start, at);
    if (quoted) at++;
    return token;
  }

  private boolean ends(char c) {
    return quoted ? c == '"' : c == ' ' || c == '"';
  }

  /** Whether the last token stood between quotes. */
  boolean wasQuoted() {
    return quoted;
  }

  /** The next token, which must be there and no string. */
  String word(String what) {
    var token = next();
    if (token == null) throw new WrongEntry("the entry ends before " + what);
    if (quoted) throw new WrongEntry("a string stands where " + what + " should");
    return token;
  }

  /** Everything that is left. */
  String rest() {
    var rest = text.substring(at).strip();
    at = text.length();
    return rest;
  }

  /** What the next word would be, without taking it; empty at the end. */
  String peek() {
    int before = at;
    var token = next();
    at = before;
    return token == null ? "" : token;
  }

  void end() {
    var more = next();
    if (more != null) throw new WrongEntry("'" + more + "' stands behind the end of the entry");
  }
}

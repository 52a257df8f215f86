package io.postern.dns.master;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a master file into its entries as it is read: a line each, or several where parentheses hold
 * them together (RFC 1035 §5.1). Comments, line breaks and parentheses are gone from an entry's
 * text, strings and escapes are as written.
 *
 * <p>Octets become characters of the same number, so that a string has the octets of the file.
 */
final class Entries {
  /** The longest data in its longest form, and room around it: what is longer is no entry. */
  private static final int MAX_LENGTH = 4 * 0xffff + 4096;

  private static final int END = -1;

  private final InputStream source;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int limit;
  private int line = 1;

  private byte[] text = new byte[256];
  private int length;
  private boolean hasWords;
  private @Nullable String wrong;

  /**
   * One entry.
   *
   * @param line where it begins, from 1
   * @param wrong what keeps it from being read, null if nothing does
   */
  record Entry(int line, String text, @Nullable String wrong) {}

  Entries(InputStream source) {
    this.source = source;
  }

  /** The next entry that holds anything, null at the end of the file. */
  @Nullable Entry next() throws IOException {
    while (true) {
      var first = line;
      var more = readEntry();
      if (hasWords || wrong != null)
        return new Entry(first, new String(text, 0, length, StandardCharsets.ISO_8859_1), wrong);
      if (!more) return null;
    }
  }

  /** Takes the octets of one entry; false at the end of the file. */
  private boolean readEntry() throws IOException {
    length = 0;
    hasWords = false;
    wrong = null;
    int depth = 0;
    while (true) {
      int c = read();
      switch (c) {
        case END -> {
          if (depth > 0) spoil("the parenthesis that opens here is never closed");
          return false;
        }
        case '\n' -> {
          line++;
          if (depth == 0) return true;
          put(' ');
        }
        case ';' -> skipComment();
        case '"' -> string();
        case '\\' -> escape();
        case '(' -> {
          depth++;
          put(' ');
        }
        case ')' -> {
          if (depth == 0) spoil("a parenthesis is closed that was not opened");
          else depth--;
          put(' ');
        }
        case ' ', '\t', '\r' -> put(' ');
        default -> word(c);
      }
    }
  }

  private void word(int c) {
    hasWords = true;
    put(c);
  }

  private void escape() throws IOException {
    word('\\');
    int escaped = read();
    if (escaped == '\n' || escaped == END) {
      spoil("the line ends in a lone backslash");
      unread(escaped);
    } else {
      put(escaped);
    }
  }

  /** A string ends with its line at the latest: an open quote spoils one entry, not the file. */
  private void string() throws IOException {
    word('"');
    while (true) {
      int c = read();
      if (c == '\n' || c == END) {
        spoil("the string is not closed on its line");
        unread(c);
        return;
      }
      put(c);
      if (c == '"') return;
      if (c == '\\') {
        int escaped = read();
        if (escaped == '\n' || escaped == END) unread(escaped);
        else put(escaped);
      }
    }
  }

  private void skipComment() throws IOException {
    int c = read();
    while (c != '\n' && c != END) c = read();
    unread(c);
  }

  private void put(int c) {
    if (length == MAX_LENGTH) {
      spoil("this goes on for more than " + MAX_LENGTH + " octets");
      return;
    }
    if (length == text.length) text = Arrays.copyOf(text, 2 * length);
    text[length++] = (byte) c;
  }

  private void spoil(String reason) {
    if (wrong == null) wrong = reason;
  }

  private int read() throws IOException {
    if (at == limit) {
      limit = source.read(buffer);
      at = 0;
      if (limit <= 0) {
        limit = 0;
        return END;
      }
    }
    return buffer[at++] & 0xff;
  }

  /** Takes back the octet that was read last; the end of the file comes again by itself. */
  private void unread(int c) {
    if (c != END) at--;
  }
}

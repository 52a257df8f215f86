package io.postern.dns.name;

/**
 * Presentation format of names (RFC 1035 §5.1, escapes of RFC 4343 §2.1): text to canonical wire
 * form and back.
 */
final class NameText {
  private final String text;
  private final byte[] wire = new byte[DnsName.MAX_WIRE_LENGTH];
  private int labelStart = 0;
  private int end = 1;

  private NameText(String text) {
    this.text = text;
  }

  /** Wire form of {@code text}, lower-case; a trailing dot is allowed and changes nothing. */
  static byte[] toWire(String text) {
    if (text.equals(".")) {
      return new byte[] {0};
    }
    return new NameText(text).parse();
  }

  private byte[] parse() {
    if (text.isEmpty()) {
      throw new InvalidNameException("a name must not be empty; the root is \".\"");
    }
    for (int at = 0; at < text.length(); ) {
      var c = text.charAt(at);
      if (c == '.') {
        endLabel(at);
        at++;
      } else if (c == '\\') {
        at = escape(at + 1);
      } else {
        append(plain(c, at));
        at++;
      }
    }
    if (end > labelStart + 1) {
      endLabel(text.length());
    }
    var result = new byte[labelStart + 1];
    System.arraycopy(wire, 0, result, 0, labelStart);
    return result;
  }

  private void endLabel(int at) {
    var length = end - labelStart - 1;
    if (length == 0) {
      throw new InvalidNameException(
          "\"" + text + "\" has an empty label at character " + (at + 1));
    }
    wire[labelStart] = (byte) length;
    labelStart = end;
    end++;
    if (labelStart >= DnsName.MAX_WIRE_LENGTH) {
      throw tooLong();
    }
  }

  private byte plain(char c, int at) {
    if (c < 0x21 || c > 0x7e) {
      throw new InvalidNameException(
          "\"%s\" has character U+%04X at %d: write it as \\DDD, or use the xn-- form of the label"
              .formatted(text, (int) c, at + 1));
    }
    return (byte) c;
  }

  /** Reads what follows a backslash: three decimal digits or one character taken as it is. */
  private int escape(int at) {
    if (at >= text.length()) {
      throw new InvalidNameException("\"" + text + "\" ends in a lone backslash");
    }
    if (!isDigit(text.charAt(at))) {
      append(plain(text.charAt(at), at));
      return at + 1;
    }
    if (at + 3 > text.length() || !isDigit(text.charAt(at + 1)) || !isDigit(text.charAt(at + 2))) {
      throw badEscape(at);
    }
    var value = Integer.parseInt(text.substring(at, at + 3));
    if (value > 255) {
      throw badEscape(at);
    }
    append((byte) value);
    return at + 3;
  }

  private void append(byte octet) {
    if (end - labelStart - 1 == DnsName.MAX_LABEL_LENGTH) {
      throw new InvalidNameException("\"" + text + "\" has a label longer than 63 octets");
    }
    if (end >= DnsName.MAX_WIRE_LENGTH) {
      throw tooLong();
    }
    wire[end++] = DnsName.lower(octet);
  }

  private InvalidNameException tooLong() {
    return new InvalidNameException("\"" + text + "\" is longer than 255 octets on the wire");
  }

  private InvalidNameException badEscape(int at) {
    return new InvalidNameException(
        "\""
            + text
            + "\" has a bad escape at character "
            + at
            + ": write \\DDD with DDD up to 255");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Text of the {@code labels} first labels that start at {@code offset}, without a last dot. */
  static String toText(byte[] wire, int offset, int labels) {
    var text = new StringBuilder();
    var at = offset;
    for (int label = 0; label < labels; label++) {
      if (label > 0) {
        text.append('.');
      }
      var length = wire[at];
      for (int i = at + 1; i <= at + length; i++) {
        appendOctet(text, wire[i] & 0xff);
      }
      at += length + 1;
    }
    return text.toString();
  }

  private static void appendOctet(StringBuilder text, int octet) {
    if (octet == '.' || octet == '\\') {
      text.append('\\').append((char) octet);
    } else if (octet < 0x21 || octet > 0x7e) {
      text.append("\\%03d".formatted(octet));
    } else {
      text.append((char) octet);
    }
  }

  /** Octets of one label, which must be plain text or escapes without a dot between labels. */
  static byte[] label(String text) {
    var wire = toWire(text);
    if (wire.length == 1 || wire[0] != wire.length - 2) {
      throw new InvalidNameException("\"" + text + "\" is not one label");
    }
    return wire;
  }
}

package io.postern.dns.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes a zone file that {@link ZoneFileParser} and other servers read back: one record a line,
 * owners relative to the origin, everything else in full.
 */
public final class ZoneFileWriter {
  private final StringBuilder text = new StringBuilder();
  private final String origin;

  /**
   * @param origin the zone's name, without the last dot
   */
  public ZoneFileWriter(String origin) {
    this.origin = origin;
  }

  /** Says what the names below are relative to, and the TTL of records that say none. */
  public ZoneFileWriter begin(long standardTtlSeconds) {
    text.append("$ORIGIN ").append(origin).append(".\n");
    text.append("$TTL ").append(standardTtlSeconds).append('\n');
    return this;
  }

  /** A line for people. What would end it is left out. */
  public ZoneFileWriter comment(String words) {
    text.append("; ").append(printable(words)).append('\n');
    return this;
  }

  /**
   * A record.
   *
   * @param owner relative to the origin, which is {@code @}
   * @param fields as in {@link ZoneFileRecord}
   */
  public ZoneFileWriter record(String owner, long ttlSeconds, String type, List<String> fields) {
    text.append(line(owner, ttlSeconds, type, fields)).append('\n');
    return this;
  }

  /** A record that is shown and not read back. */
  public ZoneFileWriter commentedRecord(
      String owner, long ttlSeconds, String type, List<String> fields) {
    return comment(line(owner, ttlSeconds, type, fields));
  }

  private static String line(String owner, long ttlSeconds, String type, List<String> fields) {
    return String.format(
        Locale.ROOT, "%-24s %7d IN %-5s %s", owner, ttlSeconds, type, data(type, fields));
  }

  private static String data(String type, List<String> fields) {
    return switch (type) {
      case "TXT" -> fields.stream().map(ZoneFileWriter::quoted).collect(Collectors.joining(" "));
      case "CNAME", "PTR" -> full(fields.getFirst());
      case "MX" -> fields.getFirst() + " " + full(fields.get(1));
      case "SRV" -> String.join(" ", fields.subList(0, 3)) + " " + full(fields.get(3));
      case "SOA" ->
          full(fields.getFirst())
              + " "
              + full(fields.get(1))
              + " "
              + String.join(" ", fields.subList(2, 7));
      default -> String.join(" ", fields);
    };
  }

  private static String full(String name) {
    return name.equals(".") ? name : name + ".";
  }

  /** Everything but printable ASCII as {@code \DDD}, so that any reader gets the same octets. */
  private static String quoted(String string) {
    var quoted = new StringBuilder("\"");
    for (byte octet : string.getBytes(StandardCharsets.UTF_8)) {
      int value = octet & 0xff;
      if (value == '"' || value == '\\') quoted.append('\\').append((char) value);
      else if (value < ' ' || value > '~')
        quoted.append(String.format(Locale.ROOT, "\\%03d", value));
      else quoted.append((char) value);
    }
    return quoted.append('"').toString();
  }

  private static String printable(String words) {
    return words.chars().allMatch(c -> c >= ' ' && c != 0x7f)
        ? words
        : words.replaceAll("[\\x00-\\x1f\\x7f]", "?");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

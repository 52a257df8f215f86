package io.postern.server.link.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Reason;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A record set in public DNS.
 *
 * @param name in lower case, without a trailing dot
 * @param values addresses, or the one name that a CNAME leads to
 */
public record PublicRecord(String name, Type type, int ttlSeconds, List<String> values) {
  public static final int DEFAULT_TTL_SECONDS = 60;

  private static final Pattern DNS_NAME =
      Pattern.compile(
          "(?=.{1,253}$)(\\*\\.)?[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

  /** What public records can be. */
  public enum Type {
    A,
    AAAA,
    CNAME
  }

  public PublicRecord {
    values = List.copyOf(values);
  }

  /**
   * Checks a record as a request gives it.
   *
   * @param field its path in the request
   */
  public static PublicRecord of(
      String name, Type type, int ttlSeconds, List<String> values, String field) {
    if (ttlSeconds < 0)
      throw invalid(
          field + ".ttl_seconds",
          "A TTL is 1 to 2147483647 seconds, or 0 for " + DEFAULT_TTL_SECONDS + ".");
    if (values.isEmpty()) throw invalid(field + ".values", "A record needs at least one value.");
    if (type == Type.CNAME && values.size() > 1)
      throw invalid(field + ".values", "A CNAME leads to one name.");
    var checked =
        values.stream().map(value -> value(type, value, field + ".values")).distinct().toList();
    return new PublicRecord(
        dnsName(name, field + ".name"),
        type,
        ttlSeconds == 0 ? DEFAULT_TTL_SECONDS : ttlSeconds,
        checked);
  }

  private static String value(Type type, String value, String field) {
    if (type == Type.CNAME) return dnsName(value, field);
    var address = IpAddress.parse(value, field);
    if (address.isV4() != (type == Type.A))
      throw invalid(field, "'" + value + "' is not an address for a record of type " + type + ".");
    return address.toString();
  }

  /** A DNS name in lower case without a trailing dot. */
  public static String dnsName(String text, String field) {
    var name =
        (text.endsWith(".") ? text.substring(0, text.length() - 1) : text).toLowerCase(Locale.ROOT);
    if (DNS_NAME.matcher(name).matches()) return name;
    throw ControlException.invalid(
        Reason.NAME_MALFORMED,
        field,
        "'" + text + "' is not a DNS name; write one such as acct1.blob.core.windows.net.");
  }

  private static ControlException invalid(String field, String message) {
    return ControlException.invalid(Reason.RECORD_INVALID, field, message);
  }
}

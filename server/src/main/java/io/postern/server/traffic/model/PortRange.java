package io.postern.server.traffic.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;

/** A range of ports, {@code 8000-8080}, with both its ends. */
public record PortRange(int first, int last) {
  public static final int HIGHEST = 65_535;
  public static final PortRange ANY = new PortRange(0, HIGHEST);

  /**
   * Parses {@code 443}, {@code 8000-8080} or {@code *}.
   *
   * @throws ControlException {@code InvalidArgument} with reason INVALID_FIELD
   */
  public static PortRange parse(String text, String field) {
    if (text.equals("*")) return ANY;
    int dash = text.indexOf('-');
    var range =
        dash < 0
            ? new PortRange(port(text), port(text))
            : new PortRange(port(text.substring(0, dash)), port(text.substring(dash + 1)));
    if (0 <= range.first && range.first <= range.last) return range;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        field,
        "'" + text + "' is no range of ports; write 443, 8000-8080 or * for all.");
  }

  /** A port number, or -1 for what is none. */
  private static int port(String text) {
    if (text.isEmpty() || text.length() > 5) return -1;
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') return -1;
      port = port * 10 + (c - '0');
    }
    return port <= HIGHEST ? port : -1;
  }

  public static PortRange of(String text) {
    return parse(text, "port_ranges");
  }

  public boolean contains(int port) {
    return first <= port && port <= last;
  }

  @Override
  public String toString() {
    if (equals(ANY)) return "*";
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}

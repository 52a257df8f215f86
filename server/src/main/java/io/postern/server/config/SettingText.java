package io.postern.server.config;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The written form of the values of settings: how they are read, and how they are shown. */
public final class SettingText {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern ADDRESS =
      Pattern.compile("\\[([^\\]]+)\\]:([0-9]+)|([^:]+):([0-9]+)");

  /** Units of time from the largest, by the name they are written with. */
  private enum Unit {
    D(Duration.ofDays(1)),
    H(Duration.ofHours(1)),
    M(Duration.ofMinutes(1)),
    S(Duration.ofSeconds(1)),
    MS(Duration.ofMillis(1));

    private final Duration length;

    Unit(Duration length) {
      this.length = length;
    }
  }

  private SettingText() {}

  /**
   * Reads a duration such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 24h} or {@code 7d}.
   *
   * @param setting what is being read, for the error
   * @throws SettingException when it is none
   */
  public static Duration duration(String setting, String text) {
    var match = DURATION.matcher(text);
    if (!match.matches())
      throw new SettingException(
          setting, "'" + text + "' is not a duration; write one such as 500ms, 30s, 5m or 24h.");
    var unit = Unit.valueOf(match.group(2).toUpperCase(Locale.ROOT));
    return unit.length.multipliedBy(Long.parseLong(match.group(1)));
  }

  /**
   * Reads an address with its port, such as {@code 127.0.0.1:5353} or {@code [::1]:5353}. A host
   * name is looked up.
   *
   * @param setting what is being read, for the error
   * @throws SettingException when it is none
   */
  public static InetSocketAddress address(String setting, String text) {
    var match = ADDRESS.matcher(text);
    if (match.matches()) {
      var host = match.group(1) != null ? match.group(1) : match.group(3);
      var port = match.group(2) != null ? match.group(2) : match.group(4);
      if (port.length() <= 5 && Integer.parseInt(port) <= 65535)
        return new InetSocketAddress(host, Integer.parseInt(port));
    }
    throw new SettingException(
        setting,
        "'"
            + text
            + "' is not an address with a port; write one such as 127.0.0.1:8000 or"
            + " [::1]:8000.");
  }

  /**
   * Reads an address prefix such as {@code 10.1.0.0/16}.
   *
   * @param setting what is being read, for the error
   * @throws SettingException when it is none
   */
  static Cidr prefix(String setting, String text) {
    try {
      return Cidr.parse(text, setting);
    } catch (ControlException e) {
      throw new SettingException(
          setting, "'" + text + "' is not an address prefix; write one such as 10.1.0.0/16.");
    }
  }

  /** The written form of a value that is no record and no list. */
  static String print(Object value) {
    return switch (value) {
      case Duration duration -> print(duration);
      case InetSocketAddress address -> print(address);
      case Optional<?> optional -> optional.map(SettingText::print).orElse("");
      default -> value.toString();
    };
  }

  /** The address as {@link #address} reads it. */
  public static String print(InetSocketAddress address) {
    var host = address.isUnresolved() ? address.getHostString() : numeric(address);
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static String numeric(InetSocketAddress address) {
    return address.getAddress().getHostAddress();
  }

  private static String print(Duration duration) {
    for (var unit : Unit.values()) {
      long count = duration.dividedBy(unit.length);
      if (count > 0 && unit.length.multipliedBy(count).equals(duration))
        return count + unit.name().toLowerCase(Locale.ROOT);
    }
    return "0s";
  }
}

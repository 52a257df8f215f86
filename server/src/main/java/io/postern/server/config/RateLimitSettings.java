package io.postern.server.config;

import io.postern.server.kernel.Cidr;
import java.time.Duration;
import java.util.List;

/**
 * How many DNS responses go over UDP to clients of one prefix, whose addresses may be made up.
 *
 * @param responsesPerSecond of each kind; 0 limits nothing
 * @param window how long who was over the limit is remembered at most
 * @param slip every how many responses over the limit one is sent, cut short; 0 for none
 * @param ipv4PrefixLength bits of an IPv4 address that make a prefix
 * @param ipv6PrefixLength bits of an IPv6 address that make a prefix
 * @param exempt who is not limited
 */
public record RateLimitSettings(
    int responsesPerSecond,
    Duration window,
    int slip,
    int ipv4PrefixLength,
    int ipv6PrefixLength,
    List<Cidr> exempt) {
  public static final RateLimitSettings OFF =
      new RateLimitSettings(0, Duration.ofSeconds(15), 2, 24, 56, List.of());

  private static final String PATH = "dns.rateLimit.";

  public RateLimitSettings {
    exempt = List.copyOf(exempt);
    require(responsesPerSecond, 0, 1_000_000, "responsesPerSecond");
    require(slip, 0, 100, "slip");
    require(ipv4PrefixLength, 8, 32, "ipv4PrefixLength");
    require(ipv6PrefixLength, 16, 64, "ipv6PrefixLength");
    if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofHours(1)) > 0)
      throw new SettingException(PATH + "window", "must be from 1s to 1h.");
  }

  private static void require(int value, int least, int most, String setting) {
    if (value < least || value > most)
      throw new SettingException(PATH + setting, "must be from " + least + " to " + most + ".");
  }
}

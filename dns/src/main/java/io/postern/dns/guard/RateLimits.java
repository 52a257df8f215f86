package io.postern.dns.guard;

import io.postern.dns.view.PrefixSet;
import java.time.Duration;

/**
 * How many responses go to clients of one prefix over UDP, where the address may be anybody's. The
 * scheme is that of BIND's response rate limiting and Knot DNS's: each kind of response has an
 * account for each prefix, which earns by the second and pays for each response; while it is
 * overdrawn, responses are left out or cut short.
 *
 * @param responsesPerSecond of each kind to each prefix; 0 limits nothing
 * @param window how long an overdrawn account takes at most to be even again; 1 s to 1 h
 * @param slip every how many responses over the limit one is sent after all, cut short and marked
 *     TC, so that a client that is there asks by TCP; 0 sends none, 1 sends all of them so
 * @param ipv4PrefixLength how many bits of an IPv4 address make a prefix, 8 to 32
 * @param ipv6PrefixLength how many bits of an IPv6 address make a prefix, 16 to 64
 * @param exempt who is not limited
 */
public record RateLimits(
    int responsesPerSecond,
    Duration window,
    int slip,
    int ipv4PrefixLength,
    int ipv6PrefixLength,
    PrefixSet exempt) {
  private static final int MAX_RATE = 1_000_000;
  private static final int MAX_SLIP = 100;

  /** Off, as with other servers; with 15 s, slip 2, /24 and /56 for who turns it on. */
  public static final RateLimits OFF =
      new RateLimits(0, Duration.ofSeconds(15), 2, 24, 56, PrefixSet.NONE);

  public RateLimits {
    require(responsesPerSecond, 0, MAX_RATE, "responsesPerSecond");
    require(slip, 0, MAX_SLIP, "slip");
    require(ipv4PrefixLength, 8, 32, "ipv4PrefixLength");
    require(ipv6PrefixLength, 16, 64, "ipv6PrefixLength");
    if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("window " + window + " is not in 1s..1h");
    }
  }

  private static void require(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " " + value + " is not in " + least + ".." + most);
    }
  }

  /** These limits with another rate. */
  public RateLimits withResponsesPerSecond(int rate) {
    return new RateLimits(rate, window, slip, ipv4PrefixLength, ipv6PrefixLength, exempt);
  }

  public boolean isOff() {
    return responsesPerSecond == 0;
  }
}

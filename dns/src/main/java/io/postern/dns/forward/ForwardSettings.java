package io.postern.dns.forward;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Which resolvers are asked for names that are not ours, and within what limits.
 *
 * @param upstreams in order of preference; empty means that nothing leaves the machine
 * @param timeout how long one resolver may take for one try
 * @param attempts how many times the list is gone through before the question fails
 * @param deadFor how long a resolver that did not answer is left alone while others do
 * @param maxInFlight questions being asked at one time; one more is answered SERVFAIL
 * @param maxInFlightPerAsker how many of them one network may have, or one prefix of those that are
 *     of none
 * @param maxCachedAnswers answers kept, each for at most its TTL
 */
public record ForwardSettings(
    List<InetSocketAddress> upstreams,
    Duration timeout,
    int attempts,
    Duration deadFor,
    int maxInFlight,
    int maxInFlightPerAsker,
    int maxCachedAnswers) {

  /** No upstream: names that are not ours are refused. */
  public static final ForwardSettings NONE = to(List.of());

  public ForwardSettings {
    upstreams = List.copyOf(upstreams);
    for (var upstream : upstreams) {
      if (upstream.isUnresolved() || upstream.getPort() == 0) {
        throw new IllegalArgumentException("upstream " + upstream + " is not an address and port");
      }
    }
    if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("upstream timeout " + timeout + " is not in 1ms..60s");
    }
    if (deadFor.isNegative()) {
      throw new IllegalArgumentException("deadFor is not negative: " + deadFor);
    }
    if (attempts < 1 || attempts > 10) {
      throw new IllegalArgumentException("attempts " + attempts + " is not in 1..10");
    }
    if (maxInFlight < 1 || maxInFlightPerAsker < 1 || maxCachedAnswers < 0) {
      throw new IllegalArgumentException("limits of upstream queries must be positive");
    }
  }

  /** Limits of which one network may take a quarter. */
  public ForwardSettings(
      List<InetSocketAddress> upstreams,
      Duration timeout,
      int attempts,
      Duration deadFor,
      int maxInFlight,
      int maxCachedAnswers) {
    this(
        upstreams,
        timeout,
        attempts,
        deadFor,
        maxInFlight,
        Math.max(1, maxInFlight / 4),
        maxCachedAnswers);
  }

  /**
   * The given resolvers with the defaults: 2 s, 2 attempts, 30 s, 1000 in flight, 250 of one,
   * 100000 kept.
   */
  public static ForwardSettings to(List<InetSocketAddress> upstreams) {
    return new ForwardSettings(
        upstreams, Duration.ofSeconds(2), 2, Duration.ofSeconds(30), 1_000, 250, 100_000);
  }
}

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
 * @param maxCachedAnswers answers kept, those past their TTL included
 * @param stale what becomes of answers past their TTL
 */
public record ForwardSettings(
    List<UpstreamServer> upstreams,
    Duration timeout,
    int attempts,
    Duration deadFor,
    int maxInFlight,
    int maxInFlightPerAsker,
    int maxCachedAnswers,
    StaleAnswers stale) {

  /** No upstream: names that are not ours are refused. */
  public static final ForwardSettings NONE = to(List.of());

  public ForwardSettings {
    upstreams = List.copyOf(upstreams);
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

  /** Resolvers that are asked in the clear, and answers that end with their TTL. */
  public ForwardSettings(
      List<InetSocketAddress> upstreams,
      Duration timeout,
      int attempts,
      Duration deadFor,
      int maxInFlight,
      int maxInFlightPerAsker,
      int maxCachedAnswers) {
    this(
        upstreams.stream().map(UpstreamServer::plain).toList(),
        timeout,
        attempts,
        deadFor,
        maxInFlight,
        maxInFlightPerAsker,
        maxCachedAnswers,
        StaleAnswers.OFF);
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

  /** The same with other resolvers. */
  public ForwardSettings withUpstreams(List<UpstreamServer> others) {
    return new ForwardSettings(
        others,
        timeout,
        attempts,
        deadFor,
        maxInFlight,
        maxInFlightPerAsker,
        maxCachedAnswers,
        stale);
  }

  public ForwardSettings withTimeout(Duration ofOneTry) {
    return new ForwardSettings(
        upstreams,
        ofOneTry,
        attempts,
        deadFor,
        maxInFlight,
        maxInFlightPerAsker,
        maxCachedAnswers,
        stale);
  }

  public ForwardSettings withStale(StaleAnswers answers) {
    return new ForwardSettings(
        upstreams,
        timeout,
        attempts,
        deadFor,
        maxInFlight,
        maxInFlightPerAsker,
        maxCachedAnswers,
        answers);
  }
}

package io.postern.server.webhook;

import io.postern.server.config.ServerSettings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure: any time up to a limit that doubles with each attempt, so that
 * webhooks that failed together do not come back together. What a receiver asks for counts up to
 * the longest wait.
 */
final class Backoff {
  private static final int MOST_DOUBLINGS = 30;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator chance;

  @Inject
  Backoff(ServerSettings settings, RandomGenerator chance) {
    this(settings.webhooks().firstRetry(), settings.webhooks().longestRetry(), chance);
  }

  Backoff(Duration first, Duration longest, RandomGenerator chance) {
    this.first = first;
    this.longest = longest;
    this.chance = chance;
  }

  /**
   * @param attempts how many have failed, 1 or more
   */
  Duration after(long attempts, Optional<Duration> asked) {
    int doublings = (int) Math.min(attempts - 1, MOST_DOUBLINGS);
    var limit = shorter(first.multipliedBy(1L << doublings), longest);
    Duration own;
    synchronized (chance) {
      own = Duration.ofMillis(chance.nextLong(limit.toMillis() + 1));
    }
    var wanted = shorter(asked.orElse(Duration.ZERO), longest);
    return own.compareTo(wanted) > 0 ? own : wanted;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}

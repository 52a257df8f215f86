package io.postern.client.internal;

import io.postern.client.call.RetryPolicy;
import io.postern.client.error.PosternException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts: exponential, with jitter, and never shorter than the server asks.
 */
public final class Backoff {
  /** Past this many doublings every pause is the longest one; keeps the shift from overflowing. */
  private static final int MOST_DOUBLINGS = 30;

  private final RetryPolicy policy;
  private final RandomGenerator random;

  public Backoff(RetryPolicy policy, RandomGenerator random) {
    this.policy = policy;
    this.random = random;
  }

  /** The pause after {@code failures} failures in a row, the last of which is {@code last}. */
  public Duration pause(int failures, PosternException last) {
    var doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    var grown = policy.firstPause().toNanos() * Math.pow(2, doublings);
    var full = Math.min(grown, (double) policy.longestPause().toNanos());
    var shortened = Duration.ofNanos((long) (full * (1 - random.nextDouble() / 2)));
    return last.retryAfter().filter(asked -> asked.compareTo(shortened) > 0).orElse(shortened);
  }
}

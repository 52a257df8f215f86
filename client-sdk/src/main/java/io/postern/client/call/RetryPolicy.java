package io.postern.client.call;

import java.time.Duration;

/**
 * How often and when a call is repeated that failed with UNAVAILABLE, or that was refused with
 * RESOURCE_EXHAUSTED and the time after which it is taken: RATE_LIMITED, TOO_MANY_CALLS. Only such
 * calls are repeated, and only within their deadline; every call the client makes is safe to
 * repeat, because writes carry a request id.
 *
 * <p>The pauses grow twofold from {@code firstPause} to {@code longestPause}, each shortened by a
 * random part of up to a half so that many clients do not come back at once. When the server says
 * how long to wait, the pause is at least that.
 *
 * @param attempts how often a call is made at most, the first time included; 1 or more
 * @param firstPause the pause before the second attempt, before it is shortened
 * @param longestPause the longest pause, before it is shortened
 */
public record RetryPolicy(int attempts, Duration firstPause, Duration longestPause) {

  /** Up to 6 attempts with pauses from 100 ms to 2 s: about 3 s of trying. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(6, Duration.ofMillis(100), Duration.ofSeconds(2));

  /** Each call is made once. */
  public static final RetryPolicy NONE = DEFAULT.withAttempts(1);

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be 1 or more, not " + attempts);
    }
    if (firstPause.isNegative() || firstPause.isZero()) {
      throw new IllegalArgumentException("firstPause must be positive, not " + firstPause);
    }
    if (longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "longestPause " + longestPause + " is shorter than firstPause " + firstPause);
    }
  }

  /** This policy with another number of attempts. */
  public RetryPolicy withAttempts(int newAttempts) {
    return new RetryPolicy(newAttempts, firstPause, longestPause);
  }
}

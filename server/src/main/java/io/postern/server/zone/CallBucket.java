package io.postern.server.zone;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The calls of one sort that may still be made: a bucket that is drained by calls and fills up in a
 * minute, whatever its size. Thread-safe.
 */
final class CallBucket {
  private static final double MINUTE = Duration.ofMinutes(1).toNanos();

  /** How empty it was, as a part of the whole: the limit may change under it. */
  private double drained;

  private Instant at;

  CallBucket(Instant now) {
    at = now;
  }

  /**
   * Takes a call out.
   *
   * @param limit how many calls are in a full bucket
   * @return empty when it was there, else when it will be
   */
  synchronized Optional<Duration> take(long limit, Instant now) {
    fill(now);
    if (limit <= 0) return Optional.of(Duration.ofMinutes(1));
    double call = 1.0 / limit;
    double missing = drained + call - 1;
    // A call's part is rarely a sum of binary fractions; a thousandth of one is not a call.
    if (missing > call / 1_000) return Optional.of(Duration.ofNanos((long) (missing * MINUTE) + 1));
    drained += call;
    return Optional.empty();
  }

  synchronized boolean isFull(Instant now) {
    fill(now);
    return drained == 0;
  }

  private void fill(Instant now) {
    if (!now.isAfter(at)) return;
    drained = Math.max(0, drained - Duration.between(at, now).toNanos() / MINUTE);
    at = now;
  }
}

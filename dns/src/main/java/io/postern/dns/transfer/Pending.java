package io.postern.dns.transfer;

import io.postern.dns.codec.NotifyQuery;
import io.postern.dns.zone.OwnedSet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Word of one zone that a secondary is yet to answer: when it is said again, less and less often,
 * and that it ends some time (RFC 1996 §3.6). For one thread.
 */
final class Pending {
  /** How often it is said. With the pauses between, it takes some four minutes. */
  static final int TRIES = 9;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final OwnedSet soa;
  private int tries;
  private long dueNanos;
  private @Nullable NotifyQuery said;

  /**
   * @param dueNanos when it is said first, by the clock that all others go by
   */
  Pending(OwnedSet soa, long dueNanos) {
    this.soa = soa;
    this.dueNanos = dueNanos;
  }

  OwnedSet soa() {
    return soa;
  }

  long dueNanos() {
    return dueNanos;
  }

  boolean isDue(long now) {
    return dueNanos - now <= 0;
  }

  /** Whether it was said as often as it is ever. */
  boolean isSpent() {
    return tries == TRIES;
  }

  /** What was said last; null if nothing was yet. */
  @Nullable NotifyQuery said() {
    return said;
  }

  /** Notes that it was said. */
  void say(NotifyQuery query, long now) {
    said = query;
    var pause = FIRST_PAUSE.multipliedBy(1L << tries);
    dueNanos = now + (pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE).toNanos();
    tries++;
  }
}

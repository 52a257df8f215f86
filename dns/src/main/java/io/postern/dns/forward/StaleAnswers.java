package io.postern.dns.forward;

import java.time.Duration;

/**
 * Whether an answer is given beyond its TTL while nobody can be had to ask again (RFC 8767).
 *
 * @param keptFor how long after its TTL it may be given; zero for not at all. RFC 8767 §5 suggests
 *     one to three days
 * @param clientTimer how long a client waits for a fresh answer before it gets the stale one
 */
public record StaleAnswers(Duration keptFor, Duration clientTimer) {
  /** The client response timer that RFC 8767 §5 suggests. */
  public static final Duration CLIENT_TIMER = Duration.ofMillis(1800);

  /** The TTL of a stale answer (RFC 8767 §5). */
  static final int TTL_SECONDS = 30;

  /** How long after a failure nobody is asked again, the failure recheck timer (RFC 8767 §5). */
  static final Duration RECHECK = Duration.ofSeconds(30);

  private static final Duration LONGEST = Duration.ofDays(7);

  /** Answers end with their TTL. */
  public static final StaleAnswers OFF = new StaleAnswers(Duration.ZERO, CLIENT_TIMER);

  public StaleAnswers {
    if (keptFor.isNegative() || keptFor.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("stale answers kept for " + keptFor + " is not in 0..7d");
    }
    if (clientTimer.isNegative()) {
      throw new IllegalArgumentException("client timer " + clientTimer + " is negative");
    }
  }

  public boolean isOff() {
    return keptFor.isZero();
  }
}

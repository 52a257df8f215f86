package io.postern.server.kernel;

import java.time.Duration;

/**
 * What a party with much to do leaves to the others: while they are there it rests for as long as
 * it was worked for. {@link RecentParties} says whether they are.
 */
public final class Rest {
  /** Who has no more calls waiting does not rest. */
  public static final int FEW = 8;

  /** Work that had to wait for something itself, such as a disk, is no reason to rest as long. */
  public static final Duration LONGEST = Duration.ofMillis(50);

  private Rest() {}

  /**
   * How long the rest is.
   *
   * @param worked in nanoseconds, as the result
   */
  public static long after(long worked) {
    return Math.min(worked, LONGEST.toNanos());
  }
}

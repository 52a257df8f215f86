package io.postern.server.kernel;

import java.time.Duration;

/**
 * Whether more than one party was seen lately, in memory that does not grow with their number. For
 * use under its owner's lock.
 */
public final class RecentParties {
  /** Long enough that who calls now and then is not taken for gone. */
  static final Duration LATELY = Duration.ofSeconds(10);

  private String latest = "";
  private long latestAt;

  /** When somebody other than the latest was seen last; any time if nobody was. */
  private long otherAt;

  private boolean someone;
  private boolean other;

  /**
   * @param party {@link Principal#party}
   * @param nanoTime as {@link System#nanoTime}
   */
  public void seen(String party, long nanoTime) {
    if (someone && !party.equals(latest)) {
      otherAt = latestAt;
      other = true;
    }
    latest = party;
    latestAt = nanoTime;
    someone = true;
  }

  /** Whether there were several, at a time of {@link System#nanoTime}. */
  public boolean several(long nanoTime) {
    if (other && nanoTime - otherAt > LATELY.toNanos()) other = false;
    return other;
  }
}

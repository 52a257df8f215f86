package io.postern.server.store;

import io.postern.server.kernel.Revision;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a webhook is.
 *
 * @param position the receiver has taken everything through this revision
 * @param replays how often it was told to begin again: what is known of an earlier time is void
 * @param deliveredAt when the receiver last took something
 * @param failure what is wrong; empty for nothing
 */
public record Delivery(
    Revision position, long replays, Optional<Instant> deliveredAt, Optional<Failure> failure) {
  /** Longest text of an error. */
  public static final int MAX_ERROR = 512;

  /** One that begins after a revision. */
  public static Delivery after(Revision position, long replays) {
    return new Delivery(position, replays, Optional.empty(), Optional.empty());
  }

  /** The same, further on; nothing was sent for that. */
  public Delivery at(Revision other) {
    return new Delivery(other, replays, deliveredAt, failure);
  }

  /** The same after the receiver took everything through a revision. */
  public Delivery taken(Revision through, Instant now) {
    return new Delivery(through, replays, Optional.of(now), Optional.empty());
  }

  /** The same after a failure. */
  public Delivery failed(Failure other) {
    return new Delivery(position, replays, deliveredAt, Optional.of(other));
  }

  /**
   * What keeps a webhook from delivering.
   *
   * @param attempts how often the same was sent in vain
   * @param status of HTTP; 0 where there was no answer
   */
  public record Failure(
      Instant since, long attempts, Instant nextAttempt, int status, String error) {
    public Failure {
      if (error.length() > MAX_ERROR) error = error.substring(0, MAX_ERROR);
    }
  }
}

package io.postern.client.watch;

import io.postern.client.error.PosternException;
import java.time.Duration;

/**
 * What a watch tells its user. The calls come one at a time, in order, on a thread of the watch; a
 * slow listener slows only its own watch, and the server keeps what it has not been told yet. A
 * listener that throws ends its watch.
 *
 * <p>A watch without a resume token begins with a snapshot: {@link #snapshotStarted}, a {@link
 * #changed} of type {@code CHANGE_TYPE_SNAPSHOT} for each resource there is, {@link
 * #snapshotComplete}. From then on come the changes. A snapshot comes again when the log of the
 * server no longer reaches back to where the watch was: whoever keeps a copy replaces it with what
 * comes between the two calls, since deletions may have been missed. A snapshot that is cut short
 * starts anew, with {@link #snapshotStarted}.
 *
 * @param <C> a change: {@code io.postern.v1.Change} or {@code io.postern.v1.ConnectionChange}
 */
@FunctionalInterface
public interface WatchListener<C> {

  /**
   * Something changed, or is there at the snapshot. Each change comes once, in order of revisions.
   */
  void changed(C change);

  /** All there is comes next; what was told before no longer counts. */
  default void snapshotStarted() {}

  /** All there is has been told. */
  default void snapshotComplete() {}

  /**
   * Everything through this position has been told: after the changes of one or more revisions, at
   * the end of a snapshot, and from time to time when nothing happens. Whoever wants to go on here
   * after a restart keeps the token.
   */
  default void reached(WatchPosition position) {}

  /**
   * The stream broke and is opened again after a pause. For logs and status displays: nothing is
   * lost, and nothing needs to be done.
   *
   * @param cause why it broke
   * @param pause how long until the next attempt
   */
  default void interrupted(PosternException cause, Duration pause) {}

  /**
   * The watch is over because of an error that repeating does not help. Nothing comes after this.
   * {@link Watch#await} throws the same exception.
   */
  default void failed(PosternException cause) {}
}

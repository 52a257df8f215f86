package io.postern.server.store;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Every change, in the order of commit. Whatever is derived from resources is derived by reading
 * this.
 */
public interface ChangeLog {
  /** The newest committed revision that this server has. */
  Revision last();

  /**
   * The newest revision that anybody was told of. Asks the store where other servers write to it,
   * so this may be ahead of {@link #last}.
   */
  Revision newest();

  /**
   * How long ago this server last knew that it has all there is: zero where nobody else writes to
   * the store. It grows while the store cannot be reached.
   */
  Duration staleness();

  /** How the newest committed revision goes on. */
  Progress progress();

  /** The oldest revision that can still be read after; older changes were compacted. */
  Revision oldest();

  /**
   * Changes after a revision, oldest first, whole revisions only.
   *
   * @param limit about how many; the last revision is always given whole
   * @throws ControlException {@code RevisionCompacted} when changes after that revision are gone
   */
  List<Change> after(Revision revision, int limit);

  /**
   * Waits until something newer than a revision is committed.
   *
   * @return the newest revision, which is the given one after a time-out
   */
  Revision await(Revision revision, Duration timeout) throws InterruptedException;

  /**
   * Ends reading back to changes made before a time. Their rows go once the audit does not vouch
   * for them any more.
   */
  void compact(Instant before);
}

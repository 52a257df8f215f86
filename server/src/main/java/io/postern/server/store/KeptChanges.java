package io.postern.server.store;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The changes that are kept because the audit vouches for them: they reach further back than
 * readers of the log may begin. From the newest to the oldest there is no gap, so whoever takes
 * them back one by one has what was stored before.
 */
public interface KeptChanges {
  /** A revision and when it was made. */
  record Moment(Revision revision, Instant time) {}

  /** The oldest revision that can be gone back to: all that came after it is kept. */
  Revision oldest();

  /**
   * The last revision that was made at a time or before it; empty when none that is kept is so old.
   */
  Optional<Moment> lastAt(Instant time);

  /** When a revision was made; empty for one whose changes are not kept. */
  Optional<Instant> timeOf(Revision revision);

  /**
   * The changes to resources of some kinds that came after a revision, up to another one, the
   * oldest first.
   */
  List<Change> between(Revision after, Revision through, Collection<? extends Kind<?>> kinds);

  /** The refusal of a moment that is older than what is kept. */
  default ControlException reachesNoFurther() {
    var oldest = oldest();
    return ControlException.of(
        new ControlError.RevisionCompacted(
            Problem.of(
                    Reason.REVISION_COMPACTED,
                    "What was stored is known back to "
                        + oldest.token()
                        + timeOf(oldest.next()).map(time -> ", which held until " + time).orElse("")
                        + "; ask for a later moment.")
                .with("oldestRevision", oldest.token())));
  }
}

package io.postern.server.access;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.store.ReadTx;

/** How many roles, assignments and locks there can be in one place. */
final class Limits {
  private Limits() {}

  static void requireRoom(ReadTx tx, Resource.Tally tally, int limit) {
    long used = tx.count(tally);
    if (used < limit) return;
    throw ControlException.of(
        new ControlError.QuotaExceeded(
            Problem.of(
                    Reason.QUOTA_EXCEEDED,
                    "'"
                        + tally.within()
                        + "' has "
                        + used
                        + " "
                        + tally.sort()
                        + " already, which is the most; delete some.")
                .with("quota", tally.sort())
                .with("limit", Integer.toString(limit))
                .with("used", Long.toString(used))));
  }
}

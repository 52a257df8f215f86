package io.postern.server.store.jdbc;

import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;

/** A database that is older than what callers were told. */
final class LostWrites extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Revision acknowledged;
  private final transient Revision found;

  LostWrites(Revision acknowledged, Revision found) {
    super(
        "It is at revision "
            + found.token()
            + ", but "
            + acknowledged.token()
            + " was acknowledged.");
    this.acknowledged = acknowledged;
    this.found = found;
  }

  /** What a caller is told, without where the database is. */
  Problem problem() {
    return Problem.of(
            Reason.STORE_DAMAGED,
            "The database has lost changes that were acknowledged. No more are taken until a backup"
                + " is restored; DNS is answered from what is known.")
        .with("acknowledgedRevision", acknowledged.token())
        .with("foundRevision", found.token());
  }
}

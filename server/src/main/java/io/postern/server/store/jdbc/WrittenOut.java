package io.postern.server.store.jdbc;

import io.postern.server.kernel.Revision;

/** What was committed up to a moment, on its way to the disk. */
@FunctionalInterface
interface WrittenOut {
  /**
   * Returns when it is on disk; throws when that is not certain.
   *
   * @param reached the revision that is told to callers next
   */
  void force(Revision reached);
}

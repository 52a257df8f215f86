package io.postern.server.store.jdbc;

import org.jdbi.v3.core.Handle;

/** How a committed transaction is forced to disk. */
@FunctionalInterface
interface Durability {
  /**
   * H2 writes commits in the background and never calls fsync by itself; this makes it do both now,
   * for everything that was committed so far.
   */
  Durability H2 = handle -> handle.execute("CHECKPOINT SYNC");

  /** Returns when everything committed before is on disk; throws when that is not certain. */
  void force(Handle handle);
}

package io.postern.server.store;

import java.util.List;

/**
 * Is shown each change before this server says that it has it; for what has to hold in memory from
 * a revision on. Called on one thread, sometimes twice with the same changes.
 */
public interface ChangeTap {
  /** These come next, oldest first. */
  void changed(List<Change> changes);

  /** Some changes are no longer kept and were not shown: everything has to be read again. */
  void missed();
}

package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Writers who went through the door together, before they are answered.
 *
 * @param start the revision before the group
 * @param reached the revision after it; the same if nothing was changed
 * @param isDirty whether there is anything to be forced to disk
 */
record WrittenGroup(
    List<Pending<?>> writers,
    Revision start,
    Revision reached,
    List<Change> changes,
    Shelf shelf,
    boolean isDirty) {

  /**
   * Shows readers what the group has changed, which is on disk, and answers its writers.
   *
   * @param handle to read by what other servers wrote in between
   */
  void finish(JdbcChangeLog log, Handle handle) {
    if (isDirty) {
      shelf.keep(reached);
      log.committed(handle, start, reached, changes);
    }
    writers.forEach(Pending::release);
  }

  void fail(ControlException why) {
    fail(writers, why);
  }

  static void fail(List<Pending<?>> writers, ControlException why) {
    for (var writer : writers) {
      writer.refuse(why);
      writer.release();
    }
  }
}

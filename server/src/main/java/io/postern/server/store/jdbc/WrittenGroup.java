package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writers who went through the door together, before they are answered.
 *
 * @param start the revision before the group
 * @param reached the revision after it; the same if nothing was changed
 * @param disk what is to be forced; null if nothing was written
 */
record WrittenGroup(
    List<Pending<?>> writers,
    Revision start,
    Revision reached,
    List<Change> changes,
    Shelf shelf,
    @Nullable WrittenOut disk) {

  void answer() {
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

package io.postern.server.store.jdbc;

import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.jdbc.ResourceCache.Kept;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the writers of one group have in common: resources that one of them has read need not be
 * read by the next, and what they count is written once. For the door's thread.
 */
final class Shelf {
  private final ResourceCache cache;
  private final Map<ResourceName, Kept> seen = new HashMap<>();
  private final Set<ResourceName> gone = new HashSet<>();
  private final Map<Resource.Tally, Long> steps = new HashMap<>();
  private boolean stamped;

  Shelf(ResourceCache cache) {
    this.cache = cache;
  }

  /** A resource as the writers before have left it; null if none has seen it, or it is gone. */
  @Nullable Kept find(ResourceName name) {
    var found = seen.get(name);
    return found != null || gone.contains(name) ? found : cache.find(name);
  }

  /** Whether a writer before has deleted a resource. */
  boolean isGone(ResourceName name) {
    return gone.contains(name);
  }

  /** A writer has read a resource that no writer of the group had changed. */
  void read(Kept kept) {
    seen.put(kept.resource().name(), kept);
  }

  /**
   * A writer is done, and what it changed stays.
   *
   * @param resources by name; empty where it has deleted
   * @param stamps whether it has left stamps of what is given and locked
   */
  void changed(
      Map<ResourceName, Optional<Kept>> resources,
      Map<Resource.Tally, Long> counted,
      boolean stamps) {
    stamped |= stamps;
    resources.forEach((name, kept) -> {
      seen.remove(name);
      gone.add(name);
      kept.ifPresent(present -> {
        seen.put(name, present);
        gone.remove(name);
      });
    });
    counted.forEach((tally, step) -> steps.merge(tally, step, Long::sum));
  }

  /** By how much the writers before have changed a number that the database does not show yet. */
  long step(Resource.Tally tally) {
    return steps.getOrDefault(tally, 0L);
  }

  /** Writes the numbers. */
  void writeTallies(Sql sql) {
    ResourceIndex.write(sql, steps);
  }

  /** The group is on disk. */
  void keep(Revision reached) {
    cache.advance(seen.values(), gone, stamped, reached);
  }
}

package io.postern.server.store.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Resources that were read or written lately, as they are at the newest revision that is on disk.
 * The door keeps it: it alone changes resources of a file, and on a database that others write to
 * it begins anew whenever they did.
 *
 * <p>A resource found here that was last changed after a reader's revision is not for that reader.
 */
final class ResourceCache {
  /** The part of the heap that may be taken up. */
  private static final int SHARE_OF_HEAP = 16;

  private static final int MAX_STAMPS = 10_000;

  /** More changes than this are not looked through for each read. */
  private static final int MAX_AHEAD = 10_000;

  /** Octets that a character of a stored text takes as objects, roughly. */
  private static final int OCTETS_OF_A_CHARACTER = 4;

  /**
   * A resource and where its row is.
   *
   * @param length of its text, in characters
   */
  record Kept(Resource resource, long row, int length) {
    /** The resource, if it is of this kind. */
    <T extends Resource> Optional<T> as(Kind<T> kind) {
      return resource.kind().equals(kind)
          ? Optional.of(kind.type().cast(resource))
          : Optional.empty();
    }

    private int weight() {
      return length * OCTETS_OF_A_CHARACTER;
    }
  }

  private final Cache<ResourceName, Kept> entries =
      Caffeine.newBuilder()
          .maximumWeight(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP)
          .weigher((ResourceName name, Kept entry) -> entry.weight())
          .executor(Runnable::run)
          .build();
  private final Map<Resource.Tally, Long> stamps = new ConcurrentHashMap<>();
  private final Lock changing = new ReentrantLock();
  private volatile @Nullable Revision revision;
  private volatile @Nullable Ahead ahead;

  /** By what the database is ahead of this cache while a group is forced to disk. */
  private record Ahead(Revision from, Revision reached, List<Change> changes) {}

  /** The revision that it is of; null while that is not known. */
  @Nullable Revision revision() {
    return revision;
  }

  @Nullable Kept find(ResourceName name) {
    return entries.getIfPresent(name);
  }

  /** The stamp of what was given or locked; null if it was not looked for lately. */
  @Nullable Long stamp(Resource.Tally tally) {
    return stamps.get(tally);
  }

  /** Keeps a stamp that a reader found in the database. */
  void keep(Resource.Tally tally, long stamp, Revision seenAt) {
    keep(
        seenAt,
        () -> {
          if (stamps.size() >= MAX_STAMPS) stamps.clear();
          stamps.put(tally, stamp);
        });
  }

  /** Keeps what a reader found in the database, unless there is a newer revision by now. */
  void keep(Kept found, Revision seenAt) {
    keep(seenAt, () -> entries.put(found.resource().name(), found));
  }

  private void keep(Revision seenAt, Runnable keeping) {
    if (!changing.tryLock()) return;
    try {
      if (seenAt.equals(revision)) keeping.run();
    } finally {
      changing.unlock();
    }
  }

  /** Says which revision a group begins after: what is of another one is forgotten. */
  void begin(Revision start) {
    if (start.equals(revision)) return;
    changing.lock();
    try {
      forget();
      revision = start;
    } finally {
      changing.unlock();
    }
  }

  /** A group is about to be committed, and in memory only once it is on disk. */
  void committing(Revision from, Revision reached, List<Change> changes) {
    ahead = changes.size() > MAX_AHEAD ? null : new Ahead(from, reached, List.copyOf(changes));
  }

  /** What was changed between a reader's revision and the one that the database was found at. */
  Optional<List<Change>> between(Revision from, Revision reached) {
    var known = ahead;
    return known != null && known.from.equals(from) && known.reached.equals(reached)
        ? Optional.of(known.changes)
        : Optional.empty();
  }

  /**
   * Takes in what a group has read and changed.
   *
   * @param seen what it has read or changed, as it is now
   * @param gone what it has deleted
   * @param stamped whether it has left stamps
   */
  void advance(Collection<Kept> seen, Set<ResourceName> gone, boolean stamped, Revision reached) {
    changing.lock();
    try {
      if (stamped) stamps.clear();
      for (var kept : seen) entries.put(kept.resource().name(), kept);
      entries.invalidateAll(gone);
      revision = reached;
    } finally {
      changing.unlock();
    }
  }

  /** Forgets everything, and which revision it was of: nobody knows what is on disk. */
  void forget() {
    changing.lock();
    try {
      revision = null;
      ahead = null;
      entries.invalidateAll();
      stamps.clear();
    } finally {
      changing.unlock();
    }
  }
}

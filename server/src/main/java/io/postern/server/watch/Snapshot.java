package io.postern.server.watch;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.Store;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything a feed may show that existed at one revision, in pages.
 *
 * <p>A reader may take minutes for it, and no transaction can be kept open so long: there are few
 * of them, and an open one keeps the database from reusing space. So each page is read in a
 * transaction of its own, at a later revision than the first, and put back to how it was: the log
 * tells which names in it were changed since, and for each the value before its first change. That
 * value takes the place of what was read; a name that did not exist then is dropped, and one that
 * was deleted since is put in. What was changed beyond the pages read so far is remembered for the
 * page it belongs to, so the log is read once.
 *
 * <p>Used by one thread.
 */
final class Snapshot {
  /** How many names may change, ahead of the pages, before the reader is too slow. */
  static final int MAX_CHANGED = 100_000;

  private static final int LOG_READ = 1000;
  private static final Duration DURABLE_WITHIN = Duration.ofSeconds(10);

  private final Store store;
  private final WatchHub hub;
  private final WatchedKinds allKinds;
  private final Feed feed;
  private final List<WatchedKind> kinds;
  private final NavigableMap<Place, Earlier> changed = new TreeMap<>();

  private @Nullable Revision revision;
  private Revision seen = Revision.ZERO;
  private Place place = Place.START;

  Snapshot(Store store, WatchHub hub, WatchedKinds allKinds, Feed feed) {
    this.store = store;
    this.hub = hub;
    this.allKinds = allKinds;
    this.feed = feed;
    this.kinds = allKinds.all().stream().filter(feed.filter()::covers).toList();
  }

  /** The revision of the snapshot, which its first page settles. */
  Revision revision() {
    if (revision == null) throw new IllegalStateException("No page was read yet.");
    return revision;
  }

  boolean hasNext() {
    return revision == null || place.kind() < kinds.size();
  }

  /** The next page, which may have nothing in it. */
  Collection<SnapshotItem> next() throws InterruptedException {
    var page = store.read(tx -> SnapshotPage.read(tx, kinds, feed, place));
    awaitDurable(page.revision());
    if (revision == null) revision = page.revision();
    else rememberChangesThrough(page.revision());
    seen = page.revision();
    putBack(page);
    place = page.end();
    return page.items().values();
  }

  private void rememberChangesThrough(Revision end) {
    var cursor = seen;
    while (end.isAfter(cursor)) {
      for (var change : hub.log().after(cursor, LOG_READ)) {
        cursor = change.revision();
        if (cursor.isAfter(end)) return;
        remember(change);
      }
    }
  }

  private void remember(Change change) {
    var kind = allKinds.of(change.kind());
    if (kind.isEmpty() || !feed.mayShow(kind.get(), change.name(), change.tenant())) return;
    var where = new Place(kinds.indexOf(kind.get()), change.name().key());
    if (where.compareTo(place) <= 0) return;
    changed.putIfAbsent(where, new Earlier(kind.get(), change.before(), change.tenant()));
    if (changed.size() > MAX_CHANGED) throw tooSlow();
  }

  private void putBack(SnapshotPage page) {
    var passed = changed.headMap(page.end(), true);
    if (passed.isEmpty()) return;
    var items = page.items();
    var _ =
        store.read(tx -> {
          passed.forEach((where, earlier) -> {
            items.remove(where);
            earlier
                .value()
                .map(value -> SnapshotItem.of(tx, earlier.kind(), value, earlier.tenant()))
                .ifPresent(item -> items.put(where, item));
          });
          return items.size();
        });
    passed.clear();
  }

  /** What is not on disk yet could be lost, and its revision be given to something else. */
  private void awaitDurable(Revision wanted) throws InterruptedException {
    if (hub.awaitServed(wanted, DURABLE_WITHIN)) return;
    throw ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                Reason.REVISION_NOT_REACHED,
                "The newest changes are not on disk yet; try again in a moment.")));
  }

  private static ControlException tooSlow() {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                Reason.RETRYABLE_ERROR,
                "More was changed while the snapshot was read than can be kept; begin again and"
                    + " read faster, or watch less.")));
  }

  /**
   * What a name was at the revision of the snapshot, when it changed since.
   *
   * @param value empty when the name was not there
   */
  private record Earlier(WatchedKind kind, Optional<Resource> value, Optional<String> tenant) {}
}

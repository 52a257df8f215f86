package io.postern.server.watch;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

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
 * <p>Pages come in order of kind and name. Used by one thread.
 */
final class Snapshot {
  /** How many resources a page has at most, before what was deleted since is put in. */
  static final int PAGE = 256;

  /** How many names may change, ahead of the pages, before the reader is too slow. */
  static final int MAX_CHANGED = 100_000;

  private static final int LOG_READ = 1000;
  private static final Duration DURABLE_WITHIN = Duration.ofSeconds(10);

  private final Store store;
  private final WatchHub hub;
  private final WatchedKinds allKinds;
  private final Feed<?, ?> feed;
  private final List<WatchedKind> kinds;
  private final Revision revision;

  /** What names were at the revision, those that changed since; empty for those that were not. */
  private final NavigableMap<Place, Optional<Found>> changed = new TreeMap<>();

  private Revision seen;
  private Place place = new Place(0, "");

  Snapshot(Store store, WatchHub hub, WatchedKinds allKinds, Feed<?, ?> feed)
      throws InterruptedException {
    this.store = store;
    this.hub = hub;
    this.allKinds = allKinds;
    this.feed = feed;
    this.kinds = allKinds.all().stream().filter(feed.filter()::covers).toList();
    this.revision = store.read(ReadTx::revision);
    this.seen = revision;
    awaitDurable(revision);
  }

  Revision revision() {
    return revision;
  }

  boolean hasNext() {
    return place.kind < kinds.size();
  }

  /** The next page, which may have nothing in it. */
  List<SnapshotItem> next() throws InterruptedException {
    var kind = kinds.get(place.kind);
    var page = store.read(tx -> read(tx, kind));
    awaitDurable(page.revision);
    rememberChangesThrough(page.revision);
    var found = new TreeMap<String, Found>();
    for (var one : page.found) found.put(one.resource.name().key(), one);
    putBack(found, page.end);
    place = page.end;
    if (found.isEmpty()) return List.of();
    return store.read(
        tx -> found.values().stream().map(one -> SnapshotItem.of(tx, kind, one)).toList());
  }

  private Page read(ReadTx tx, WatchedKind kind) {
    var only = feed.filter().only(kind);
    var resources = new ArrayList<Resource>();
    var end = new Place(place.kind + 1, "");
    if (only.isPresent()) {
      var names =
          only.get().stream()
              .filter(name -> name.key().compareTo(place.key) > 0)
              .limit(PAGE)
              .toList();
      for (var name : names) tx.find(kind.kind(), name).ifPresent(resources::add);
      if (names.size() == PAGE) end = new Place(place.kind, names.getLast().key());
    } else {
      resources.addAll(tx.list(kind.kind(), feed.filter().scope(), place.key, PAGE));
      if (resources.size() == PAGE) end = new Place(place.kind, resources.getLast().name().key());
    }
    var tenants = new HashMap<ResourceName, Optional<String>>();
    var found = new ArrayList<Found>();
    for (var resource : resources) {
      var tenant =
          resource
              .name()
              .subscription()
              .flatMap(subscription -> tenants.computeIfAbsent(subscription, tx::tenantOf));
      if (feed.mayShow(kind, resource.name(), tenant)) found.add(new Found(resource, tenant));
    }
    return new Page(found, end, tx.revision());
  }

  private void rememberChangesThrough(Revision end) {
    while (end.isAfter(seen)) {
      for (var change : hub.log().after(seen, LOG_READ)) {
        if (change.revision().isAfter(end)) {
          seen = end;
          return;
        }
        seen = change.revision();
        remember(change);
      }
    }
  }

  private void remember(Change change) {
    var kind = allKinds.of(change.kind());
    if (kind.isEmpty() || !feed.mayShow(kind.get(), change.name(), change.tenant())) return;
    var where = new Place(kinds.indexOf(kind.get()), change.name().key());
    if (where.compareTo(place) <= 0) return;
    changed.putIfAbsent(where, change.before().map(value -> new Found(value, change.tenant())));
    if (changed.size() > MAX_CHANGED) throw tooSlow();
  }

  private void putBack(NavigableMap<String, Found> found, Place end) {
    var passed = changed.headMap(end, true);
    passed.forEach((where, value) ->
        value.ifPresentOrElse(
            before -> found.put(where.key, before), () -> found.remove(where.key)));
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

  /** A value as it was, and whose. */
  record Found(Resource resource, Optional<String> tenant) {}

  /** What was read, at which revision, and the last place it covers. */
  private record Page(List<Found> found, Place end, Revision revision) {}

  /** A place in the order of the snapshot: all up to and with the key are behind it. */
  private record Place(int kind, String key) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return kind != other.kind ? Integer.compare(kind, other.kind) : key.compareTo(other.key);
    }
  }
}

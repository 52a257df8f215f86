package io.postern.server.watch;

import io.postern.server.kernel.Resource;
import io.postern.server.kernel.Revision;
import io.postern.server.store.ReadTx;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A part of what a feed may show, as it is at one revision: so many resources, of as many kinds as
 * they fill.
 *
 * @param end all up to and with this place is in this page or the ones before
 */
record SnapshotPage(NavigableMap<Place, SnapshotItem> items, Place end, Revision revision) {
  /** How many resources are read for a page. */
  static final int SIZE = 256;

  /**
   * @param from all up to and with this place was read before
   */
  static SnapshotPage read(ReadTx tx, List<WatchedKind> kinds, Feed feed, Place from) {
    feed.viewer().requireSameRights(tx);
    var items = new TreeMap<Place, SnapshotItem>();
    var end = from;
    for (int room = SIZE; room > 0 && end.kind() < kinds.size(); ) {
      var kind = kinds.get(end.kind());
      var part = Part.read(tx, kind, feed.filter(), end.key(), room);
      for (var resource : part.found) {
        var name = resource.name();
        var tenant = tx.ownerOf(name);
        if (!feed.mayShow(kind, name, tenant)) continue;
        items.put(new Place(end.kind(), name.key()), SnapshotItem.of(tx, kind, resource, tenant));
      }
      end = part.lastKey.isPresent() ? new Place(end.kind(), part.lastKey.get()) : end.nextKind();
      room -= part.looked;
    }
    return new SnapshotPage(items, end, tx.revision());
  }

  /**
   * Resources of one kind.
   *
   * @param looked how many names it took
   * @param lastKey where it stops; empty when nothing of the kind is left
   */
  private record Part(List<Resource> found, int looked, Optional<String> lastKey) {
    static Part read(ReadTx tx, WatchedKind kind, WatchFilter filter, String after, int room) {
      var found = new ArrayList<Resource>();
      var only = filter.only(kind);
      if (only.isEmpty()) {
        found.addAll(tx.list(kind.kind(), filter.scope(), after, room));
        boolean full = found.size() == room;
        return new Part(
            found,
            found.size(),
            full ? Optional.of(found.getLast().name().key()) : Optional.empty());
      }
      var names =
          only.get().stream().filter(name -> name.key().compareTo(after) > 0).limit(room).toList();
      for (var name : names) tx.find(kind.kind(), name).ifPresent(found::add);
      boolean full = names.size() == room;
      return new Part(
          found, names.size(), full ? Optional.of(names.getLast().key()) : Optional.empty());
    }
  }
}

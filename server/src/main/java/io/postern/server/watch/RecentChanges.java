package io.postern.server.watch;

import io.postern.server.kernel.Revision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The newest changes, in memory.
 *
 * <p>One thread appends; any number read without a lock. Readers take a span and look only at the
 * part of its array that was filled when the span was published, so the writer may go on filling
 * it.
 */
final class RecentChanges {
  /** How many changes are kept at least, once there were as many. */
  static final int KEPT = 4096;

  private volatile Span span;

  /**
   * @param start everything after this revision will be appended
   */
  RecentChanges(Revision start) {
    this.span = new Span(start, new WatchedChange[2 * KEPT], 0);
  }

  /**
   * @param more whole revisions, newer than all before
   */
  void append(List<WatchedChange> more) {
    var old = span;
    var room = old.items.length >= old.size + more.size() ? old : old.trimmed(more.size());
    int size = room.size;
    for (var change : more) room.items[size++] = change;
    span = new Span(room.start, room.items, size);
  }

  /** Keeps nothing of before: what comes after this revision will be appended. */
  void beginAnew(Revision start) {
    span = new Span(start, new WatchedChange[2 * KEPT], 0);
  }

  /**
   * Changes after a revision, whole revisions only.
   *
   * @param end the last revision wanted
   * @param limit about how many; the last revision is given whole
   * @return empty when older changes are needed than are kept
   */
  Optional<Chunk> after(Revision cursor, Revision end, int limit) {
    var now = span;
    if (now.start.isAfter(cursor)) return Optional.empty();
    int from = now.firstAfter(cursor);
    int all = now.firstAfter(end);
    int to = limit < all - from ? now.firstAfter(now.items[from + limit - 1].revision()) : all;
    var changes = List.of(Arrays.copyOfRange(now.items, from, to));
    return Optional.of(new Chunk(changes, to == all ? end : changes.getLast().revision()));
  }

  /** Everything after {@code start}: the first {@code size} items. */
  private static final class Span {
    final Revision start;
    final WatchedChange[] items;
    final int size;

    Span(Revision start, WatchedChange[] items, int size) {
      this.start = start;
      this.items = items;
      this.size = size;
    }

    /** A span in a new array, without the oldest revisions and with room for more. */
    Span trimmed(int room) {
      if (size <= KEPT) return new Span(start, Arrays.copyOf(items, size + room + KEPT), size);
      var cut = items[size - KEPT - 1].revision();
      int from = firstAfter(cut);
      var kept = Arrays.copyOf(Arrays.copyOfRange(items, from, size), 2 * KEPT + room);
      return new Span(cut, kept, size - from);
    }

    int firstAfter(Revision revision) {
      int low = 0;
      int high = size;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (items[middle].revision().isAfter(revision)) high = middle;
        else low = middle + 1;
      }
      return low;
    }
  }
}

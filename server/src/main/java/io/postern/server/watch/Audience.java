package io.postern.server.watch;

import com.google.protobuf.ByteString;
import io.postern.server.kernel.Revision;
import io.postern.v1.WatchMessageKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The watches that show the same: what is for one of them is for all, and a message that was
 * written for one is sent to the others as it is. Safe for use by many threads.
 */
final class Audience {
  /** About how large a message gets; a revision is never split, so one can be larger. */
  static final int MESSAGE_BYTES = 256 * 1024;

  /** A larger message is written anew for whoever needs it. */
  private static final int KEPT_BYTES = 64 * 1024;

  private static final int OVER = -1;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Feed feed;
  private final Set<Member> members = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicReference<Revision> due = new AtomicReference<>(Revision.ZERO);
  private volatile @Nullable Piece latest;
  private volatile @Nullable Checkpoint latestCheckpoint;
  private volatile boolean grown;
  private volatile boolean over;

  // Used by the thread that ticks.
  private @Nullable Piece keptSinceTick;
  private long lookAgain = System.nanoTime();

  Audience(Feed feed) {
    this.feed = feed;
  }

  /** One watch as its audience knows it. Called by others' threads, so it must be quick. */
  interface Member {
    /** Serves what there is to serve, as far as that goes without waiting. */
    void turn();

    /**
     * How long it may still be silent, in nanoseconds; negative when it has been for too long.
     *
     * @param nanoTime now
     */
    long silenceLeft(long nanoTime);
  }

  Feed feed() {
    return feed;
  }

  Set<Member> members() {
    return members;
  }

  /** Takes a member in, unless the last one has left for good. */
  boolean enter(Member member) {
    if (count.getAndUpdate(before -> before == OVER ? OVER : before + 1) == OVER) return false;
    members.add(member);
    grown = true;
    return true;
  }

  /** Lets a member go, and returns whether it was the last: then no one can enter any more. */
  boolean leave(Member member) {
    return members.remove(member) && count.decrementAndGet() == 0 && count.compareAndSet(0, OVER);
  }

  /**
   * Says that its members may see other things from now on, before anything later is announced: who
   * reads after that what was announced finds it said.
   */
  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  boolean wants(WatchedChange change) {
    return feed.mayShow(change.kind(), change.name(), change.tenant());
  }

  /** Says that there may be something for the members at or before a revision. */
  void due(Revision revision) {
    due.accumulateAndGet(revision, (one, other) -> one.isAfter(other) ? one : other);
  }

  boolean hasDueAfter(Revision cursor) {
    return due.get().isAfter(cursor);
  }

  /** The message that a reader at a cursor gets next, if it was written for another one. */
  Optional<Piece> written(Revision cursor) {
    var piece = latest;
    return piece != null && piece.follows(cursor) ? Optional.of(piece) : Optional.empty();
  }

  /** A sign of life that is good at a cursor. */
  Frame checkpoint(Revision cursor) {
    var kept = latestCheckpoint;
    if (kept != null && kept.through.equals(cursor)) return kept.frame;
    var frame = feed.frame(WatchMessageKind.WATCH_MESSAGE_KIND_CHECKPOINT, List.of(), cursor);
    latestCheckpoint = new Checkpoint(cursor, frame);
    return frame;
  }

  /**
   * Writes the next message for a reader at a cursor.
   *
   * @param changes what follows the cursor, mapped as far as they are wanted
   */
  Piece write(Revision cursor, Chunk changes) {
    var batch = new ArrayList<ByteString>();
    int bytes = 0;
    var through = cursor;
    var first = changes.through();
    boolean any = false;
    for (var change : changes.changes()) {
      if (!wants(change)) continue;
      if (bytes >= MESSAGE_BYTES && change.revision().isAfter(through))
        return keep(piece(cursor, first, through, batch));
      through = change.revision();
      if (!any) first = through;
      any = true;
      var shown = feed.show(change);
      if (shown.isEmpty()) continue;
      batch.add(shown.get());
      bytes += shown.get().size();
    }
    return keep(piece(cursor, first, changes.through(), batch));
  }

  private Piece piece(Revision after, Revision first, Revision through, List<ByteString> batch) {
    var frame =
        batch.isEmpty()
            ? Optional.<Frame>empty()
            : Optional.of(feed.frame(WatchMessageKind.WATCH_MESSAGE_KIND_CHANGES, batch, through));
    return new Piece(after, first, through, frame);
  }

  private Piece keep(Piece piece) {
    boolean shared = members.size() > 1;
    if (shared && piece.frame.isPresent() && piece.frame.get().size() <= KEPT_BYTES) latest = piece;
    return piece;
  }

  /**
   * Lets go of a message that has been kept since the last time, and finds the members that have
   * been silent for too long; looks at them only when one of them may have been. Called by one
   * thread.
   */
  List<Member> tick(long nanoTime) {
    var now = latest;
    if (now != null && now.equals(keptSinceTick)) latest = null;
    keptSinceTick = now;
    if (!grown && lookAgain - nanoTime > 0) return List.of();
    grown = false;
    var silent = new ArrayList<Member>();
    long shortest = LONGEST_WAIT.toNanos();
    for (var member : members) {
      long left = member.silenceLeft(nanoTime);
      if (left <= 0) silent.add(member);
      shortest = Math.min(shortest, Math.max(0, left));
    }
    lookAgain = nanoTime + shortest;
    return silent;
  }

  /**
   * What a reader gets next.
   *
   * @param after right for every reader that has all through this revision
   * @param first and not yet this one, the first with something for it
   * @param through what it has then
   * @param frame empty when nothing of it is shown after all
   */
  record Piece(Revision after, Revision first, Revision through, Optional<Frame> frame) {
    boolean follows(Revision cursor) {
      return !after.isAfter(cursor) && first.isAfter(cursor);
    }
  }

  private record Checkpoint(Revision through, Frame frame) {}
}

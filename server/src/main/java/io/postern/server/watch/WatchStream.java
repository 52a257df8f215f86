package io.postern.server.watch;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.Revision;
import io.postern.server.rpc.ErrorMapper;
import io.postern.v1.WatchMessageKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One watch: a cursor in the log and a reader.
 *
 * <p>It has a virtual thread while it begins, for a snapshot has to be waited for. After that it is
 * served in turns, by whichever thread found that there is something to do; one at a time, and who
 * comes during a turn leaves word that there has to be another. A turn never waits: what has to be
 * read from the log is read on a virtual thread.
 *
 * <p>It writes to the reader only when the reader is ready for more, and keeps nothing for it
 * otherwise: a slow reader's cursor stays behind and what it has missed is read again, from memory
 * or from the log.
 */
final class WatchStream implements Runnable, Audience.Member {
  /** The longest wait without looking around. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final WatchHub hub;
  private final Feed feed;
  private final ServerCallStreamObserver<Frame> reader;
  private final Duration checkpointInterval;
  private final Optional<Revision> resumeAfter;
  private final Consumer<WatchStream> onEnd;
  private final Bell bell = new Bell();
  private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.RUNNING);
  private volatile boolean left;
  private volatile @Nullable ControlError ending;
  private volatile long lastSent = System.nanoTime();

  // Used by whoever has the turn.
  private WatchHub.@Nullable Joined joined;
  private Revision cursor = Revision.ZERO;

  /** Whether somebody serves this watch just now. */
  private enum Turn {
    FREE,
    RUNNING,
    /** Running, and somebody came who may have brought something new. */
    WANTED_AGAIN,
    ENDED
  }

  /**
   * @param resumeAfter the cursor to go on from; empty to begin with a snapshot
   * @param onEnd told when nothing of the watch is left
   */
  WatchStream(
      WatchHub hub,
      Feed feed,
      ServerCallStreamObserver<Frame> reader,
      Duration checkpointInterval,
      Optional<Revision> resumeAfter,
      Consumer<WatchStream> onEnd) {
    this.hub = hub;
    this.feed = feed;
    this.reader = reader;
    this.checkpointInterval = checkpointInterval;
    this.resumeAfter = resumeAfter;
    this.onEnd = onEnd;
  }

  /** Listens to the call; must happen before the service method returns. */
  void attach() {
    reader.setOnReadyHandler(this::lookAround);
    reader.setOnCancelHandler(() -> {
      left = true;
      lookAround();
    });
  }

  /** Ends the stream with an error. */
  void end(ControlError why) {
    ending = why;
    lookAround();
  }

  /** Begins the watch; afterwards it is served in turns. */
  @Override
  public void run() {
    try {
      joined = hub.join(feed, this);
      // Changes of rights from here on are told to the audience; a snapshot looks for itself.
      if (resumeAfter.isPresent()) hub.requireSameRights(feed);
      cursor = resumeAfter.isPresent() ? resumeAfter.get() : sendSnapshot();
      serve(true);
    } catch (InterruptedException | RuntimeException e) {
      fail(e);
    }
  }

  /** For a reader that became ready, or left: whether it is being waited for or not. */
  private void lookAround() {
    bell.ring();
    turn();
  }

  @Override
  public void turn() {
    if (turn.getAndUpdate(WatchStream::taken) != Turn.FREE) return;
    serve(false);
  }

  private static Turn taken(Turn before) {
    return switch (before) {
      case FREE -> Turn.RUNNING;
      case RUNNING, WANTED_AGAIN -> Turn.WANTED_AGAIN;
      case ENDED -> Turn.ENDED;
    };
  }

  @Override
  public long silenceLeft(long nanoTime) {
    return checkpointInterval.toNanos() - (nanoTime - lastSent);
  }

  private boolean isOpen() {
    return !left && ending == null;
  }

  /**
   * Serves until there is nothing to do.
   *
   * @param mayWait whether this thread may read from the log
   */
  private void serve(boolean mayWait) {
    try {
      do {
        turn.set(Turn.RUNNING);
        if (audience().isOver()) ending = Viewer.rightsChanged();
        while (isOpen() && reader.isReady() && hasDue()) {
          if (!sendNext(mayWait)) {
            hub.execute(() -> serve(true));
            return;
          }
        }
        if (!isOpen()) {
          finish();
          return;
        }
        if (reader.isReady() && silenceLeft(System.nanoTime()) <= 0)
          send(audience().checkpoint(cursor));
      } while (!turn.compareAndSet(Turn.RUNNING, Turn.FREE));
    } catch (RejectedExecutionException e) {
      finish();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Whether there may be something after the cursor; where there is not, moves the cursor on. */
  private boolean hasDue() {
    // In this order; see WatchHub.
    var announced = hub.announced();
    boolean due = joined().hasDueAfter(cursor);
    if (!announced.isAfter(cursor)) return false;
    if (!due) cursor = announced;
    return due;
  }

  /**
   * Sends a piece of the log.
   *
   * @return false when it would have to be waited for
   */
  private boolean sendNext(boolean mayWait) {
    var written = audience().written(cursor);
    if (written.isEmpty()) {
      var chunk = mayWait ? Optional.of(hub.after(cursor)) : hub.recentAfter(cursor);
      if (chunk.isEmpty()) return false;
      var wanted = chunk.get().changes().stream().filter(audience()::wants).toList();
      if (mayWait) hub.map(wanted, feed.needsPrevious());
      else if (!wanted.stream().allMatch(change -> change.isMapped(feed.needsPrevious())))
        return false;
      written = Optional.of(audience().write(cursor, chunk.get()));
    }
    if (audience().isOver()) {
      ending = Viewer.rightsChanged();
      return true;
    }
    written.get().frame().ifPresent(this::send);
    cursor = written.get().through();
    return true;
  }

  private WatchHub.Joined joined() {
    var mine = joined;
    if (mine == null) throw new IllegalStateException("The watch has not begun.");
    return mine;
  }

  private Audience audience() {
    return joined().audience();
  }

  private void fail(Exception why) {
    if (!left) reader.onError(ErrorMapper.map(why));
    ended();
  }

  private void finish() {
    var why = ending;
    if (why != null && !left) reader.onError(ErrorMapper.map(why));
    ended();
  }

  private void ended() {
    turn.set(Turn.ENDED);
    var mine = joined;
    if (mine != null) hub.leave(mine.audience(), this);
    onEnd.accept(this);
  }

  private void send(Frame frame) {
    reader.onNext(frame);
    lastSent = System.nanoTime();
  }

  private Revision sendSnapshot() throws InterruptedException {
    var snapshot = hub.snapshot(feed);
    while (snapshot.hasNext() && isOpen()) {
      awaitReady();
      var batch = new ArrayList<ByteString>();
      int bytes = 0;
      for (var item : snapshot.next()) {
        var shown = feed.show(item);
        if (shown.isEmpty()) continue;
        batch.add(shown.get());
        bytes += shown.get().size();
        if (bytes < Audience.MESSAGE_BYTES) continue;
        sendPart(batch);
        batch.clear();
        bytes = 0;
      }
      if (!batch.isEmpty()) sendPart(batch);
    }
    awaitReady();
    // A watch that ends before its first page has no revision.
    if (!isOpen()) return Revision.ZERO;
    var complete = WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE;
    send(feed.frame(complete, List.of(), snapshot.revision()));
    return snapshot.revision();
  }

  private void sendPart(List<ByteString> batch) throws InterruptedException {
    awaitReady();
    // No token: a snapshot that is cut short begins anew.
    send(Frame.of(WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT, batch, "", ""));
  }

  private void awaitReady() throws InterruptedException {
    while (!reader.isReady() && isOpen()) bell.await(MAX_WAIT);
  }
}

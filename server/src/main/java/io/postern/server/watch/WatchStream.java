package io.postern.server.watch;

import com.google.protobuf.Message;
import io.grpc.stub.ServerCallStreamObserver;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.Revision;
import io.postern.server.rpc.ErrorMapper;
import io.postern.v1.WatchMessageKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One watch: a cursor in the log, a reader, and the thread that serves it.
 *
 * <p>The thread is the only one that writes to the reader. It does so only when the reader is ready
 * for more, and keeps nothing for it otherwise: a slow reader's cursor stays behind and what it has
 * missed is read again, from memory or from the log. The other threads, gRPC's and the hub's, only
 * leave word and ring.
 */
final class WatchStream<C extends Message, R> implements Runnable, WatchHub.Listener {
  /** About how large a message gets; a revision is never split, so one can be larger. */
  static final int MESSAGE_BYTES = 256 * 1024;

  /** The longest wait without looking around. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);

  private final WatchHub hub;
  private final Feed<C, R> feed;
  private final ServerCallStreamObserver<R> reader;
  private final Duration checkpointInterval;
  private final Optional<Revision> resumeAfter;
  private final Bell bell = new Bell();
  private final AtomicReference<Revision> due = new AtomicReference<>(Revision.ZERO);
  private volatile boolean left;
  private volatile @Nullable ControlError ending;
  private long lastSent = System.nanoTime();

  /**
   * @param resumeAfter the cursor to go on from; empty to begin with a snapshot
   */
  WatchStream(
      WatchHub hub,
      Feed<C, R> feed,
      ServerCallStreamObserver<R> reader,
      Duration checkpointInterval,
      Optional<Revision> resumeAfter) {
    this.hub = hub;
    this.feed = feed;
    this.reader = reader;
    this.checkpointInterval = checkpointInterval;
    this.resumeAfter = resumeAfter;
  }

  /** Listens to the call; must happen before the service method returns. */
  void attach() {
    reader.setOnReadyHandler(bell::ring);
    reader.setOnCancelHandler(() -> {
      left = true;
      bell.ring();
    });
  }

  /** Ends the stream with an error. */
  void end(ControlError why) {
    ending = why;
    bell.ring();
  }

  @Override
  public boolean wants(WatchedChange change) {
    return feed.mayShow(change.kind(), change.name(), change.tenant());
  }

  @Override
  public boolean needsPrevious() {
    return feed.needsPrevious();
  }

  @Override
  public void due(Revision revision) {
    due.accumulateAndGet(revision, (one, other) -> one.isAfter(other) ? one : other);
  }

  @Override
  public void wake() {
    bell.ring();
  }

  @Override
  public void run() {
    try {
      hub.join(this);
      follow(resumeAfter.isPresent() ? resumeAfter.get() : sendSnapshot());
      var why = ending;
      if (why != null) reader.onError(ErrorMapper.map(why));
    } catch (InterruptedException | RuntimeException e) {
      if (!left) reader.onError(ErrorMapper.map(e));
    } finally {
      hub.leave(this);
    }
  }

  private boolean isOpen() {
    return !left && ending == null;
  }

  private Revision sendSnapshot() throws InterruptedException {
    var snapshot = hub.snapshot(feed);
    while (snapshot.hasNext() && isOpen()) {
      awaitReady();
      var batch = new ArrayList<C>();
      int bytes = 0;
      for (var item : snapshot.next()) {
        var shown = feed.show(item);
        if (shown.isEmpty()) continue;
        batch.add(shown.get());
        bytes += shown.get().getSerializedSize();
        if (bytes < MESSAGE_BYTES) continue;
        sendPart(batch);
        batch.clear();
        bytes = 0;
      }
      if (!batch.isEmpty()) sendPart(batch);
    }
    // A watch that ends before its first page has no revision.
    if (!isOpen()) return Revision.ZERO;
    send(WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE, List.of(), snapshot.revision());
    return snapshot.revision();
  }

  private void follow(Revision start) throws InterruptedException {
    var cursor = start;
    while (isOpen()) {
      awaitReady();
      // In this order; see WatchHub.
      var announced = hub.announced();
      boolean somethingDue = due.get().isAfter(cursor);
      if (somethingDue && announced.isAfter(cursor)) {
        cursor = sendAfter(cursor);
        continue;
      }
      if (announced.isAfter(cursor)) cursor = announced;
      var silence = checkpointInterval.minusNanos(System.nanoTime() - lastSent);
      if (silence.isPositive()) bell.await(silence);
      else send(WatchMessageKind.WATCH_MESSAGE_KIND_CHECKPOINT, List.of(), cursor);
    }
  }

  /** Sends a piece of the log and returns the revision it goes through. */
  private Revision sendAfter(Revision cursor) throws InterruptedException {
    var chunk = hub.after(cursor);
    var wanted = chunk.changes().stream().filter(this::wants).toList();
    hub.map(wanted, feed.needsPrevious());
    var batch = new ArrayList<C>();
    int bytes = 0;
    var through = cursor;
    for (var change : wanted) {
      if (bytes >= MESSAGE_BYTES && change.revision().isAfter(through)) {
        send(WatchMessageKind.WATCH_MESSAGE_KIND_CHANGES, batch, through);
        batch.clear();
        bytes = 0;
      }
      through = change.revision();
      var shown = feed.show(change);
      if (shown.isEmpty()) continue;
      batch.add(shown.get());
      bytes += shown.get().getSerializedSize();
    }
    if (!batch.isEmpty()) send(WatchMessageKind.WATCH_MESSAGE_KIND_CHANGES, batch, chunk.through());
    return chunk.through();
  }

  private void sendPart(List<C> batch) throws InterruptedException {
    awaitReady();
    // No token: a snapshot that is cut short begins anew.
    reader.onNext(feed.response(WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT, batch, "", ""));
  }

  private void send(WatchMessageKind kind, List<C> changes, Revision through)
      throws InterruptedException {
    awaitReady();
    if (!isOpen()) return;
    reader.onNext(
        feed.response(
            kind, changes, new ResumeToken(through, feed.digest()).text(), through.token()));
    lastSent = System.nanoTime();
  }

  private void awaitReady() throws InterruptedException {
    while (!reader.isReady() && isOpen()) bell.await(MAX_WAIT);
  }
}

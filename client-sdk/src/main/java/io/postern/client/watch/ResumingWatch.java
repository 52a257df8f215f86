package io.postern.client.watch;

import io.grpc.Status;
import io.grpc.StatusException;
import io.postern.client.call.RetryPolicy;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Backoff;
import io.postern.client.internal.Connection;
import io.postern.v1.ErrorReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The watch that finds its way back. One thread reads one stream at a time and calls the listener;
 * the place it has come to moves only when a whole message has been told, so that the next stream
 * begins exactly behind what the listener knows.
 *
 * <ul>
 *   <li>The stream breaks, or is silent for too long: a new one from the same place.
 *   <li>The place is no longer in the log (REVISION_COMPACTED), or the reader may see other things
 *       than before (RIGHTS_CHANGED): a new one from a snapshot.
 *   <li>Any other error: the watch has failed.
 * </ul>
 */
final class ResumingWatch<Q, A, C> implements Watch, Runnable {
  /** A stream without a message for so many checkpoint intervals is taken for dead. */
  private static final int SILENT_INTERVALS = 5;

  /** The least patience, for networks and servers that stall a little. */
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

  /** The patience for the first message, which takes connecting and perhaps a large snapshot. */
  private static final Duration FIRST_PATIENCE = Duration.ofSeconds(20);

  private final WatchProtocol<Q, A, C> protocol;
  private final Connection connection;
  private final Q request;
  private final WatchListener<C> listener;
  private final Backoff backoff;
  private final Consumer<Watch> onDone;
  private final Duration patience;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable WatchPosition position;
  private volatile @Nullable MessageStream<A> stream;
  private volatile @Nullable Throwable failure;
  private volatile @Nullable Thread thread;

  // Only the thread of the watch touches these.
  private String resumeToken;
  private boolean inSnapshot;
  private int failuresInARow;

  ResumingWatch(
      WatchProtocol<Q, A, C> protocol,
      Connection connection,
      Q request,
      WatchListener<C> listener,
      RetryPolicy retries,
      Consumer<Watch> onDone) {
    this.protocol = protocol;
    this.connection = connection;
    this.request = request;
    this.listener = listener;
    this.backoff = new Backoff(retries, new SplittableRandom());
    this.onDone = onDone;
    var silence = protocol.checkpointInterval(request).multipliedBy(SILENT_INTERVALS);
    this.patience = silence.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : silence;
    this.resumeToken = protocol.resumeToken(request);
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      var pause = Duration.ZERO;
      while (failure == null && !closedWithin(pause)) {
        pause = followOneStream();
      }
    } catch (InterruptedException e) {
      // Somebody who got hold of our thread wants it to end, and so it does.
      closed.countDown();
    } catch (RuntimeException | Error e) {
      // The listener's. Thrown on, so that it also shows where nobody awaits the watch.
      failure = e;
      throw e;
    } finally {
      done.countDown();
      onDone.accept(this);
    }
  }

  /** Reads one stream to its end and returns how long to wait before opening the next. */
  private Duration followOneStream() throws InterruptedException {
    inSnapshot = false;
    var first = protocol.resumedAt(request, resumeToken);
    try (var opened = MessageStream.open(connection.channel(), protocol.method(), first)) {
      stream = opened;
      var wait = FIRST_PATIENCE;
      while (!isClosed()) {
        var answer = opened.next(wait);
        if (answer == null) {
          // It may be the connection that is dead, and then the next stream on it would be, too.
          connection.abandon();
          return recover(unavailable("nothing came for " + wait.toSeconds() + " s"));
        }
        tell(protocol.read(answer));
        wait = patience;
      }
      return Duration.ZERO;
    } catch (StatusException end) {
      if (isClosed()) {
        return Duration.ZERO;
      }
      return recover(
          end.getStatus().isOk()
              ? unavailable("the server ended the stream")
              : PosternException.of(end));
    }
  }

  private void tell(WatchProtocol.Message<C> message) {
    switch (message.kind()) {
      case WATCH_MESSAGE_KIND_SNAPSHOT -> {
        enterSnapshot();
        tell(message.changes());
      }
      case WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE -> {
        enterSnapshot();
        inSnapshot = false;
        unlessClosed(listener::snapshotComplete);
        reach(message.position());
      }
      // A checkpoint has no changes; a kind that only newer servers know may have some.
      case WATCH_MESSAGE_KIND_CHANGES,
          WATCH_MESSAGE_KIND_CHECKPOINT,
          WATCH_MESSAGE_KIND_UNSPECIFIED,
          UNRECOGNIZED -> {
        tell(message.changes());
        reach(message.position());
      }
    }
  }

  private void enterSnapshot() {
    if (!inSnapshot) {
      inSnapshot = true;
      unlessClosed(listener::snapshotStarted);
    }
  }

  private void tell(List<C> changes) {
    for (var change : changes) {
      unlessClosed(() -> listener.changed(change));
    }
  }

  private void reach(WatchPosition reached) {
    unlessClosed(() -> {
      resumeToken = reached.resumeToken();
      position = reached;
      failuresInARow = 0;
      listener.reached(reached);
    });
  }

  /** A listener may close its watch in the middle of a message, and is told nothing after that. */
  private void unlessClosed(Runnable call) {
    if (!isClosed()) {
      call.run();
    }
  }

  /** Decides what an error means, and returns how long to wait before the next stream. */
  private Duration recover(PosternException cause) {
    if (cause.code() == Status.Code.OUT_OF_RANGE
        || cause.reason() == ErrorReason.ERROR_REASON_RIGHTS_CHANGED) {
      resumeToken = "";
    } else if (!passes(cause)) {
      failure = cause;
      listener.failed(cause);
      return Duration.ZERO;
    }
    failuresInARow++;
    var pause = backoff.pause(failuresInARow, cause);
    listener.interrupted(cause, pause);
    return pause;
  }

  /** Whether a new stream may fare better. */
  private boolean passes(PosternException cause) {
    if (connection.isClosed()) {
      return false;
    }
    // Without a reason, these are not the word of a Postern server but of a stream torn down: by a
    // server that is stopped, or by a proxy on the way.
    var torn =
        cause.reasonText().isEmpty()
            && (cause.code() == Status.Code.CANCELLED || cause.code() == Status.Code.INTERNAL);
    return torn || cause.isRetryable();
  }

  private static PosternException unavailable(String message) {
    return PosternException.of(Status.UNAVAILABLE.withDescription(message).asException());
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private boolean closedWithin(Duration pause) throws InterruptedException {
    connection.reconnectNow();
    return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public Optional<WatchPosition> position() {
    return Optional.ofNullable(position);
  }

  @Override
  public boolean isDone() {
    return done.getCount() == 0;
  }

  @Override
  public void await() throws InterruptedException {
    done.await();
    var thrown = failure;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    var open = stream;
    if (open != null) {
      open.close();
    }
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.postern.server.watch;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watches being served. */
public final class OpenWatches implements AutoCloseable {
  private static final Duration END_WITHIN = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(OpenWatches.class);

  private final WatchHub hub;
  private final Set<WatchStream> streams = ConcurrentHashMap.newKeySet();
  private final Bell someLeft = new Bell();
  private volatile boolean ending;

  @Inject
  OpenWatches(WatchHub hub) {
    this.hub = hub;
  }

  /** How many watches are open. */
  public int count() {
    return streams.size();
  }

  /**
   * Serves a stream until its reader leaves.
   *
   * @throws ControlException when the server stops
   */
  void serve(WatchStream stream) {
    streams.add(stream);
    try {
      hub.execute(stream);
    } catch (RejectedExecutionException e) {
      streams.remove(stream);
      throw ControlException.of(stopping());
    }
    // It may have come too late to be ended with the others.
    if (ending) stream.end(stopping());
  }

  /** Nothing of the stream is left. */
  void ended(WatchStream stream) {
    streams.remove(stream);
    someLeft.ring();
  }

  /** Tells every reader to come back later, and takes no new ones. */
  @Override
  public void close() {
    ending = true;
    streams.forEach(stream -> stream.end(stopping()));
    long end = System.nanoTime() + END_WITHIN.toNanos();
    try {
      while (!streams.isEmpty() && System.nanoTime() < end)
        someLeft.await(Duration.ofNanos(end - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!streams.isEmpty()) LOG.warn("{} watches did not end in time", streams.size());
  }

  private static ControlError stopping() {
    return new ControlError.Unavailable(
        Problem.of(
            Reason.RETRYABLE_ERROR,
            "The server is stopping; resume with the last token, there or at another server."));
  }
}

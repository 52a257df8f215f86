package io.postern.server.watch;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The watches being served, each on a virtual thread of its own. */
public final class OpenWatches implements AutoCloseable {
  /** The most streams a server serves. */
  static final int MAX = 50_000;

  private static final long END_WITHIN_SECONDS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(OpenWatches.class);

  private final Set<WatchStream<?, ?>> streams = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("postern-watch-", 0).factory());
  private volatile boolean ending;

  @Inject
  OpenWatches() {}

  /** How many watches are open. */
  public int count() {
    return streams.size();
  }

  /**
   * Serves a stream until its reader leaves.
   *
   * @throws ControlException when there are too many, or the server stops
   */
  void serve(WatchStream<?, ?> stream) {
    if (streams.size() >= MAX) throw tooMany();
    streams.add(stream);
    try {
      threads.execute(() -> {
        try {
          stream.run();
        } finally {
          streams.remove(stream);
        }
      });
    } catch (RejectedExecutionException e) {
      streams.remove(stream);
      throw ControlException.of(stopping());
    }
    // It may have come too late to be ended with the others.
    if (ending) stream.end(stopping());
  }

  /** Tells every reader to come back later, and takes no new ones. */
  @Override
  public void close() {
    ending = true;
    streams.forEach(stream -> stream.end(stopping()));
    threads.shutdown();
    try {
      if (!threads.awaitTermination(END_WITHIN_SECONDS, TimeUnit.SECONDS))
        LOG.warn("{} watches did not end in time", streams.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ControlError stopping() {
    return new ControlError.Unavailable(
        Problem.of(
            Reason.RETRYABLE_ERROR,
            "The server is stopping; resume with the last token, there or at another server."));
  }

  private static ControlException tooMany() {
    return ControlException.of(
        new ControlError.QuotaExceeded(
            Problem.of(
                    Reason.QUOTA_EXCEEDED,
                    "This server has " + MAX + " watches open; close some or use another server.")
                .with("quota", "watches")
                .with("limit", Integer.toString(MAX))));
  }
}

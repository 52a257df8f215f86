package io.postern.cli.demo;

import io.postern.client.PosternClient;
import io.postern.client.error.PosternException;
import io.postern.client.watch.ConnectionWatchSpec;
import io.postern.client.watch.Watch;
import io.postern.client.watch.WatchListener;
import io.postern.v1.ConnectionChange;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A watch that a provider keeps running on the connections to what it offers. */
final class ConnectionEvents implements WatchListener<ConnectionChange>, AutoCloseable {
  /** Far more than an event takes; the demo fails instead of hanging. */
  private static final long PATIENCE_SECONDS = 5;

  private final BlockingQueue<ConnectionChange> changes = new LinkedBlockingQueue<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final Watch watch;

  /** Returns when the watch runs: the changes that it tells are those from now on. */
  ConnectionEvents(PosternClient client, String parent) throws InterruptedException {
    watch = client.watchConnections(ConnectionWatchSpec.ALL.withParent(parent), this);
    if (!ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      watch.close();
      throw new IllegalStateException("The watch on " + parent + " did not begin in time.");
    }
  }

  /** Waits for the next change. */
  ConnectionChange next() throws InterruptedException {
    var change = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (change == null) throw new IllegalStateException("The watch told nothing in time.");
    return change;
  }

  @Override
  public void changed(ConnectionChange change) {
    changes.add(change);
  }

  @Override
  public void snapshotComplete() {
    changes.clear();
    ready.countDown();
  }

  @Override
  public void failed(PosternException cause) {
    ready.countDown();
  }

  @Override
  public void close() {
    watch.close();
  }
}

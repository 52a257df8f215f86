package io.postern.cli.demo;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
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
    boolean hasBegun = ready.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (watch.isDone()) watch.await();
    if (!hasBegun) throw silent();
  }

  /** Waits for the next change. */
  ConnectionChange next() throws InterruptedException {
    var change = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (change == null) throw silent();
    return change;
  }

  private CommandFailure silent() {
    watch.close();
    return new CommandFailure(
        ExitCode.REFUSED, "the watch told nothing within " + PATIENCE_SECONDS + " s");
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

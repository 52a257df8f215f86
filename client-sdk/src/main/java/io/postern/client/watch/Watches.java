package io.postern.client.watch;

import io.postern.client.call.RetryPolicy;
import io.postern.client.internal.Connection;
import io.postern.v1.Change;
import io.postern.v1.ConnectionChange;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The watches of one client, started here and closed with it. */
public final class Watches implements AutoCloseable {
  private final Connection connection;
  private final RetryPolicy retries;
  private final Set<Watch> open = ConcurrentHashMap.newKeySet();
  private final Object lock = new Object();
  private boolean closed;

  /** Made by {@link io.postern.client.PosternClient}. */
  public Watches(Connection connection, RetryPolicy retries) {
    this.connection = connection;
    this.retries = retries;
  }

  /** Starts a watch of resources. */
  public Watch start(WatchSpec spec, WatchListener<Change> listener) {
    return start(WatchProtocol.RESOURCES, spec.request(), listener);
  }

  /** Starts a watch of connections. */
  public Watch start(ConnectionWatchSpec spec, WatchListener<ConnectionChange> listener) {
    return start(WatchProtocol.CONNECTIONS, spec.request(), listener);
  }

  private <Q, A, C> Watch start(
      WatchProtocol<Q, A, C> protocol, Q request, WatchListener<C> listener) {
    var watch = new ResumingWatch<>(protocol, connection, request, listener, retries, open::remove);
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the client is closed");
      }
      open.add(watch);
    }
    var thread = new Thread(watch, "postern-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  /** Closes all watches; none can be started after that. */
  @Override
  public void close() {
    List<Watch> last;
    synchronized (lock) {
      closed = true;
      last = List.copyOf(open);
    }
    last.forEach(Watch::close);
  }
}

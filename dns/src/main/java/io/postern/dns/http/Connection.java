package io.postern.dns.http;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** How much a connection is in use; closes it past all that might wait for the client. */
final class Connection implements HttpConnection {
  private final Site site;

  private volatile @Nullable Channel channel;
  private volatile long movedAtNanos = System.nanoTime();
  private volatile int waiting;
  private volatile boolean asked;

  Connection(Site site) {
    this.site = site;
  }

  Site site() {
    return site;
  }

  /** Asks for a place; it is given back when the connection ends. */
  boolean enter(Channel opened, @Nullable InetAddress client) {
    channel = opened;
    if (!site.enter(this, client)) {
      return false;
    }
    opened.closeFuture().addListener(_ -> site.leave(this));
    return true;
  }

  /** A whole request has come; called by the thread of the connection. */
  void asked() {
    asked = true;
    count(1);
  }

  /** It was answered; called by the thread of the connection. */
  void answered() {
    count(-1);
  }

  // The thread of the connection alone writes.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void count(int more) {
    waiting += more;
    movedAtNanos = System.nanoTime();
  }

  @Override
  public boolean hasAsked() {
    return asked;
  }

  @Override
  public long quietNanos() {
    return waiting > 0 ? 0 : System.nanoTime() - movedAtNanos;
  }

  @Override
  public void close() {
    var opened = channel;
    if (opened == null) {
      return;
    }
    try {
      opened.eventLoop().execute(() -> opened.unsafe().close(opened.newPromise()));
    } catch (RejectedExecutionException e) {
      // The server is closing, and its connections with it.
    }
  }
}

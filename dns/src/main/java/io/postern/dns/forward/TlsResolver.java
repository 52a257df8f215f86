package io.postern.dns.forward;

import io.postern.dns.codec.ReplyParser.Parsed;
import io.postern.dns.lookup.Question;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A resolver that is asked over TLS (RFC 7858), and in no other way. One connection is kept for all
 * questions and made anew when it has ended.
 */
final class TlsResolver implements AutoCloseable {
  private final InetSocketAddress address;
  private final TlsSockets sockets;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Opening current;
  private boolean closed;

  /** A connection that is being made or has been; closing the socket ends both. */
  private record Opening(Socket socket, CompletableFuture<TlsConnection> connection) {
    boolean isUsable() {
      return switch (connection.state()) {
        case RUNNING -> true;
        case SUCCESS -> connection.resultNow().isOpen();
        case FAILED, CANCELLED -> false;
      };
    }

    void giveUp() {
      try {
        socket.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }

  /**
   * The connection for a question.
   *
   * @param kept whether it was there before
   */
  private record Taken(Opening opening, boolean kept) {}

  TlsResolver(InetSocketAddress address, TlsIdentity identity) {
    this.address = address;
    this.sockets = new TlsSockets(identity);
  }

  /**
   * Asks over the connection that there is. One that ends before it has answered had been closed by
   * the resolver before it saw the question, as it may (RFC 7766 §6.2.4), so that another is tried.
   *
   * @throws IOException if there is no answer in time, or nobody who proves to be the resolver
   */
  Parsed ask(Question question, Duration timeout) throws IOException {
    var deadline = System.nanoTime() + timeout.toNanos();
    var taken = take(deadline);
    try {
      return ask(taken.opening(), question, deadline);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      if (!taken.kept()) {
        throw e;
      }
      return ask(take(deadline).opening(), question, deadline);
    }
  }

  private static Parsed ask(Opening opening, Question question, long deadline) throws IOException {
    return connection(opening, deadline).ask(question, deadline);
  }

  private static TlsConnection connection(Opening opening, long deadline) throws IOException {
    try {
      return opening.connection().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      opening.giveUp();
      throw new SocketTimeoutException("no connection in time");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The connection to use; begins to make one if there is none. */
  private Taken take(long deadline) throws IOException {
    lock.lock();
    try {
      if (closed) {
        throw new IOException("no more questions are asked");
      }
      if (current != null && current.isUsable()) {
        return new Taken(current, current.connection().isDone());
      }
      current = open(deadline);
      return new Taken(current, false);
    } finally {
      lock.unlock();
    }
  }

  private Opening open(long deadline) {
    var opening = new Opening(new Socket(), new CompletableFuture<>());
    Thread.ofVirtual()
        .name("dns-tls-open-")
        .start(() -> {
          try {
            opening
                .connection()
                .complete(new TlsConnection(address, sockets, opening.socket(), deadline));
          } catch (IOException | RuntimeException e) {
            opening.connection().completeExceptionally(e);
            opening.giveUp();
          }
        });
    return opening;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (current != null) {
        current.giveUp();
      }
    } finally {
      lock.unlock();
    }
  }
}

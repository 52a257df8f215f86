package io.postern.dns.forward;

import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.codec.ReplyParser;
import io.postern.dns.codec.ReplyParser.Parsed;
import io.postern.dns.lookup.Question;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;

/**
 * One connection to a resolver over TLS. Many questions are on their way on it at one time, each
 * with an id of its own, and answers come in any order (RFC 7766 §6.2.1.1, §7). A thread of its own
 * reads; the connection ends when nothing was asked for a while.
 */
final class TlsConnection implements AutoCloseable {
  /** Without questions a connection is closed, before the resolver is tired of it. */
  private static final Duration IDLE = Duration.ofSeconds(20);

  private final Socket clear;
  private final SSLSocket socket;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentHashMap<Integer, Pending> pending = new ConcurrentHashMap<>();
  private volatile boolean open = true;
  private volatile long readAtNanos = System.nanoTime();

  private record Pending(Question question, CompletableFuture<Parsed> reply) {}

  /**
   * Connects and shakes hands; takes no longer than the deadline unless the resolver trickles, and
   * then ends when the connection is given up.
   */
  TlsConnection(InetSocketAddress resolver, TlsSockets sockets, Socket clear, long deadline)
      throws IOException {
    this.clear = clear;
    clear.connect(resolver, Exchange.millisUntil(deadline));
    clear.setTcpNoDelay(true);
    this.socket = sockets.over(clear, resolver);
    socket.setSoTimeout(Exchange.millisUntil(deadline));
    socket.startHandshake();
    socket.setSoTimeout((int) IDLE.toMillis());
    Thread.ofVirtual().name("dns-tls-").start(this::read);
  }

  boolean isOpen() {
    return open;
  }

  /**
   * Puts a question and waits for its answer.
   *
   * @throws SocketTimeoutException if none comes before the deadline
   */
  Parsed ask(Question question, long deadline) throws IOException {
    var begun = System.nanoTime();
    var mine = new Pending(question, new CompletableFuture<>());
    var id = take(mine);
    try {
      send(QueryEncoder.encodePadded(id, question));
      if (!open) {
        throw new EOFException("the resolver closed the connection");
      }
      return mine.reply().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Where nothing at all has come, the way may have forgotten the connection without a word.
      if (readAtNanos - begun < 0) {
        close();
      }
      throw new SocketTimeoutException("no answer in time");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      pending.remove(id, mine);
    }
  }

  /** A random id that no other question on its way has. */
  private int take(Pending mine) {
    var id = Exchange.newId();
    while (pending.putIfAbsent(id, mine) != null) {
      id = Exchange.newId();
    }
    return id;
  }

  private void send(byte[] query) throws IOException {
    var framed = ByteBuffer.allocate(2 + query.length).putShort((short) query.length).put(query);
    writing.lock();
    try {
      socket.getOutputStream().write(framed.array());
    } catch (IOException e) {
      close();
      throw e;
    } finally {
      writing.unlock();
    }
  }

  private void read() {
    try (this) {
      var in = new DataInputStream(socket.getInputStream());
      for (int first = next(in); first >= 0; first = next(in)) {
        var octets = new byte[first << 8 | in.readUnsignedByte()];
        in.readFully(octets);
        readAtNanos = System.nanoTime();
        take(octets);
      }
    } catch (IOException e) {
      // Whoever waits is told by the end of the connection.
    }
  }

  /** The first octet of the next answer; -1 at the end, or when nobody has asked for long. */
  private int next(DataInputStream in) throws IOException {
    while (true) {
      try {
        return in.read();
      } catch (SocketTimeoutException e) {
        if (pending.isEmpty()) {
          return -1;
        }
      }
    }
  }

  private void take(byte[] octets) {
    if (octets.length < 2) {
      return;
    }
    var id = ByteBuffer.wrap(octets).getShort() & 0xffff;
    var asked = pending.get(id);
    if (asked == null) {
      return;
    }
    var parsed = ReplyParser.parse(octets, id, asked.question());
    if (!(parsed instanceof Parsed.Foreign)) {
      asked.reply().complete(parsed);
    }
  }

  /** Ends the connection; whoever waits for an answer gets none. */
  @Override
  public void close() {
    open = false;
    try {
      // Without the farewell of TLS, which a resolver that does not read could hold up.
      clear.close();
    } catch (IOException e) {
      // It is gone either way.
    }
    var end = new EOFException("the connection has ended");
    pending.values().forEach(each -> each.reply().completeExceptionally(end));
  }
}

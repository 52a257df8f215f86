package io.postern.dns.transport;

import io.postern.dns.answer.FastPath;
import io.postern.dns.view.Client;
import io.postern.dns.view.Introduction;
import io.postern.dns.view.Prefix;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One TCP client: queries in a row, each with its length in front, responses in whatever order they
 * are ready (RFC 7766 §6.2.1.1, §7).
 *
 * <p>Responses to queries that came in together leave in one write. A message that gets no answer
 * is not DNS; the connection ends there.
 */
final class TcpConnection extends OpenConnection {
  private final Socket socket;
  private final Wrapping wrapping;
  private final Responder responder;
  private final TcpLimits limits;
  private final Admission admission;
  private final Semaphore places;
  private final Object writeLock = new Object();

  private volatile long askedAtNanos = System.nanoTime();
  private volatile long answeredAtNanos = System.nanoTime();
  private volatile long writeStartedAtNanos;
  private volatile boolean writing;
  private volatile boolean asked;

  TcpConnection(
      Socket socket,
      Wrapping wrapping,
      Responder responder,
      TcpLimits limits,
      Admission admission) {
    this.socket = socket;
    this.wrapping = wrapping;
    this.responder = responder;
    this.limits = limits;
    this.admission = admission;
    this.places = new Semaphore(limits.maxPipelined());
  }

  /**
   * Serves until the client is done, sends what is no query, or stalls. A client that has all its
   * connections is not served.
   */
  void serve(ListenerClients clients, DnsCounters counters) {
    try (socket) {
      socket.setTcpNoDelay(true);
      // What a proxy says comes before everything else, and not an octet more is read.
      var client =
          clients.of(socket.getInetAddress(), new DataInputStream(socket.getInputStream()));
      if (admission.identify(this, client.source())) {
        serve(client, clients);
      }
    } catch (ProtocolException e) {
      counters.dropped.increment();
    } catch (IOException e) {
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Client client, ListenerClients clients)
      throws IOException, InterruptedException {
    var wrapped = wrapping.wrap(socket);
    try (var inner = wrapped.socket()) {
      var introduced = client.with(wrapped.introduction());
      serve(introduced, fast(introduced, clients), inner);
    }
  }

  /** Null where no query is answered as its address alone would have it. */
  private @Nullable FastResponder fast(Client client, ListenerClients clients) {
    return switch (client.introduction()) {
      case Introduction.None _ -> responder.fast(clients, wrapping.transport());
      case Introduction.Of(var network) ->
          responder.fast(clients.boundAtLeastTo(network), wrapping.transport());
      case Introduction.Unproven _ -> null;
    };
  }

  private void serve(Client client, @Nullable FastResponder fast, Socket inner)
      throws IOException, InterruptedException {
    var out = new DataOutputStream(new BufferedOutputStream(inner.getOutputStream()));
    try {
      read(client, fast, new MessageStream(inner.getInputStream()), out);
    } catch (EOFException e) {
      // The client has no more questions but may still be waiting for answers.
      places.acquire(limits.maxPipelined());
      flush(out);
    }
  }

  private void read(
      Client client, @Nullable FastResponder fast, MessageStream in, DataOutputStream out)
      throws IOException, InterruptedException {
    var source = Prefix.of(client.source());
    var reply = new TcpReply(out, Thread.currentThread());
    while (!socket.isClosed()) {
      if (!in.isReady()) {
        // The client may be waiting for what is ready.
        flush(out);
      }
      in.await();
      askedAtNanos = System.nanoTime();
      asked = true;
      if (fast == null || !answers(in, fast, source, reply)) {
        takePlace(out);
        responder.answer(ByteBuffer.wrap(in.take()), client, wrapping.transport(), reply);
      }
    }
  }

  /** Whether the fast path has dealt with the message that is next. */
  private boolean answers(MessageStream in, FastResponder fast, Prefix source, TcpReply reply)
      throws IOException, InterruptedException {
    var length = in.length();
    if (length > FastResponder.MAX_QUERY) {
      return false;
    }
    in.copyTo(fast.query());
    try {
      var answered = fast.answer(length, source);
      if (answered == FastPath.LEFT) {
        return false;
      }
      in.skip();
      reply.put(fast.response(), answered);
    } catch (RuntimeException e) {
      takePlace(reply.out);
      responder.fail(ByteBuffer.wrap(in.take()), wrapping.transport(), e, reply);
    }
    return true;
  }

  private void takePlace(DataOutputStream out) throws IOException, InterruptedException {
    if (!places.tryAcquire()) {
      flush(out);
      places.acquire();
    }
  }

  private void flush(DataOutputStream out) throws IOException {
    synchronized (writeLock) {
      write(out::flush);
    }
  }

  private interface Write {
    void run() throws IOException;
  }

  /** Runs a write, which may block for as long as the client does not read. */
  private void write(Write write) throws IOException {
    writeStartedAtNanos = System.nanoTime();
    writing = true;
    try {
      write.run();
    } finally {
      writing = false;
    }
  }

  /** The way back for all queries of the connection. */
  private final class TcpReply implements Reply {
    private final DataOutputStream out;
    private final Thread reader;

    TcpReply(DataOutputStream out, Thread reader) {
      this.out = out;
      this.reader = reader;
    }

    @Override
    public void send(byte[] response) {
      try {
        var _ = sendPart(response);
      } finally {
        places.release();
      }
    }

    @Override
    public boolean sendPart(byte[] message) {
      try {
        put(message, message.length);
        return true;
      } catch (IOException e) {
        close();
        return false;
      }
    }

    void put(byte[] response, int length) throws IOException {
      synchronized (writeLock) {
        TcpConnection.this.write(() -> write(response, length));
      }
      answeredAtNanos = System.nanoTime();
    }

    /** The reader flushes once it has read all that is there; nobody else would. */
    private void write(byte[] response, int length) throws IOException {
      out.writeShort(length);
      out.write(response, 0, length);
      if (!Thread.currentThread().equals(reader)) {
        out.flush();
      }
    }

    @Override
    public void drop() {
      places.release();
      close();
    }

    @Override
    public Duration keptFor() {
      return admission.patience();
    }
  }

  @Override
  boolean hasAsked() {
    return asked;
  }

  @Override
  long quietNanos() {
    var waiting = writing || places.availablePermits() < limits.maxPipelined();
    return waiting ? 0 : Math.min(sinceNanos(askedAtNanos), sinceNanos(answeredAtNanos));
  }

  private static long sinceNanos(long nanos) {
    return System.nanoTime() - nanos;
  }

  /**
   * Closes the connection if a write has been blocked for the whole idle time, or if no query has
   * been read for as long as there is patience and none waits for an answer. What waits for an
   * upstream is left alone: those have time limits of their own. A handshake that does not end is
   * no query.
   */
  @Override
  void closeIfStalled(Duration patience) {
    var blocked = writing && sinceNanos(writeStartedAtNanos) > limits.idleTimeout().toNanos();
    if (blocked || quietNanos() > patience.toNanos()) {
      close();
    }
  }

  /** Without a word to the client, which may not be reading. */
  @Override
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closing is best effort; the descriptor is given back either way.
    }
  }
}

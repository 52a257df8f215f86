package io.postern.dns.transport;

import io.postern.dns.answer.FastPath;
import io.postern.dns.datagram.BatchSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The listener that takes and answers many datagrams a call. Answers of the fast path are kept
 * until all that came together have been looked at; those of the plain path go at once.
 */
final class BatchUdpListener implements UdpListener {
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final List<BatchSocket> sockets;
  private final List<Thread> threads = new ArrayList<>();

  private BatchUdpListener(List<BatchSocket> sockets) {
    this.sockets = sockets;
  }

  /** Binds {@code count} sockets to one address, a free port if it names none. */
  static BatchUdpListener bind(InetSocketAddress address, int count) throws IOException {
    var listener = new BatchUdpListener(new ArrayList<>());
    try {
      var bound = address;
      for (int i = 0; i < count; i++) {
        // Shared only when needed: otherwise a second server on this port would go unnoticed.
        var socket = BatchSocket.bind(bound, count > 1);
        listener.sockets.add(socket);
        bound = socket.address();
      }
      return listener;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  @Override
  public InetSocketAddress address() {
    return sockets.getFirst().address();
  }

  @Override
  public void start(Responder responder, ListenerClients clients) {
    for (var socket : sockets) {
      var desk = new Desk(socket, responder, clients, responder.fast(clients, Transport.UDP));
      var name = "dns-udp-%d-%d".formatted(address().getPort(), threads.size());
      threads.add(Thread.ofPlatform().name(name).daemon().start(desk::serve));
    }
  }

  /** One thread with its socket. */
  private record Desk(
      BatchSocket socket, Responder responder, ListenerClients clients, FastResponder fast) {

    void serve() {
      try {
        while (socket.isOpen()) {
          var count = socket.receive();
          for (int i = 0; i < count; i++) {
            if (!answers(i)) {
              answerPlainly(i);
            }
          }
          socket.flush();
        }
      } finally {
        socket.release();
      }
    }

    /** Whether the fast path has dealt with a datagram. */
    private boolean answers(int i) {
      var length = socket.length(i);
      if (length > FastResponder.MAX_QUERY) {
        return false;
      }
      socket.read(i, fast.query(), length);
      try {
        var answered =
            fast.answer(length, socket.isIpv4(i), socket.sourceHigh(i), socket.sourceLow(i));
        if (answered != FastPath.LEFT) {
          socket.answer(i, fast.response(), answered);
        }
        return answered != FastPath.LEFT;
      } catch (RuntimeException e) {
        responder.fail(message(i), Transport.UDP, e, new LetterReply(socket.letter(i)));
        return true;
      }
    }

    private void answerPlainly(int i) {
      try {
        var message = message(i);
        var client = clients.of(socket.source(i), message);
        responder.answer(message, client, Transport.UDP, new LetterReply(socket.letter(i)));
      } catch (ProtocolException e) {
        responder.drop(Transport.UDP);
      }
    }

    private ByteBuffer message(int i) {
      var octets = new byte[socket.length(i)];
      socket.read(i, octets, octets.length);
      return ByteBuffer.wrap(octets);
    }
  }

  private record LetterReply(BatchSocket.Letter letter) implements Reply {
    @Override
    public void send(byte[] response) {
      letter.send(response);
    }

    @Override
    public void drop() {}
  }

  @Override
  public void close() {
    sockets.forEach(BatchSocket::close);
    try {
      for (var thread : threads) {
        thread.join(CLOSE_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (threads.isEmpty()) {
      sockets.forEach(BatchSocket::release);
    }
  }
}

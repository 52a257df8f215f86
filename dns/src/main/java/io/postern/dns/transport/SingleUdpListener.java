package io.postern.dns.transport;

import io.postern.dns.answer.FastPath;
import io.postern.dns.view.Prefix;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The listener that takes one datagram a call, by Java's own sockets. */
final class SingleUdpListener implements UdpListener {
  private static final int MAX_DATAGRAM = 0xffff;

  /** Octets that may wait for the thread, with what the system adds to each datagram. */
  static final int RECEIVE_BUFFER = 4 << 20;

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final List<DatagramChannel> channels;
  private final boolean fast;
  private final List<Thread> threads = new ArrayList<>();

  private SingleUdpListener(List<DatagramChannel> channels, boolean fast) {
    this.channels = channels;
    this.fast = fast;
  }

  /**
   * Binds {@code count} sockets to one address, a free port if it names none.
   *
   * @param fast whether usual queries are answered by the fast path
   */
  static SingleUdpListener bind(InetSocketAddress address, int count, boolean fast)
      throws IOException {
    var listener = new SingleUdpListener(new ArrayList<>(), fast);
    try {
      var bound = address;
      for (int i = 0; i < count; i++) {
        var channel = DatagramChannel.open();
        listener.channels.add(channel);
        // As much as the system allows: what comes in while the thread is held up is not lost.
        channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
        // Set only when shared: otherwise a second server on this port would go unnoticed.
        if (count > 1) {
          channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        channel.bind(bound);
        bound = (InetSocketAddress) channel.getLocalAddress();
      }
      return listener;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  @Override
  public InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channels.getFirst().getLocalAddress();
  }

  @Override
  public void start(Responder responder, ListenerClients clients) {
    for (var channel : channels) {
      threads.add(
          Thread.ofPlatform()
              .name("dns-udp-", threads.size())
              .daemon()
              .start(() -> serve(channel, responder, clients)));
    }
  }

  private void serve(DatagramChannel channel, Responder responder, ListenerClients clients) {
    var buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    var quick = fast ? new Quick(channel, responder, responder.fast(clients, Transport.UDP)) : null;
    while (channel.isOpen()) {
      try {
        buffer.clear();
        var source = channel.receive(buffer);
        if (source instanceof InetSocketAddress address) {
          answer(buffer.flip(), address, responder, clients, channel, quick);
        }
      } catch (ProtocolException e) {
        responder.drop(Transport.UDP);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // An error left on the socket by an earlier send; the next datagram is not affected.
      }
    }
  }

  private static void answer(
      ByteBuffer message,
      InetSocketAddress source,
      Responder responder,
      ListenerClients clients,
      DatagramChannel channel,
      @Nullable Quick quick)
      throws ProtocolException {
    var reply = new UdpReply(channel, source);
    if (quick == null || !quick.answers(message, source, reply)) {
      var client = clients.of(source.getAddress(), message);
      responder.answer(message, client, Transport.UDP, reply);
    }
  }

  /** The fast path of one thread. */
  private record Quick(DatagramChannel channel, Responder responder, FastResponder fast) {

    /** Whether the message has been dealt with. */
    boolean answers(ByteBuffer message, InetSocketAddress source, UdpReply reply) {
      var length = message.remaining();
      if (length > FastResponder.MAX_QUERY) {
        return false;
      }
      message.get(0, fast.query(), 0, length);
      var block = Prefix.of(source.getAddress());
      try {
        var answered = fast.answer(length, block.ipv4(), block.high(), block.low());
        if (answered != FastPath.LEFT) {
          reply.send(ByteBuffer.wrap(fast.response(), 0, answered));
        }
        return answered != FastPath.LEFT;
      } catch (RuntimeException e) {
        responder.fail(message, Transport.UDP, e, reply);
        return true;
      }
    }
  }

  /** The way back to the sender of one datagram. */
  private record UdpReply(DatagramChannel channel, SocketAddress target) implements Reply {
    @Override
    public void send(byte[] response) {
      send(ByteBuffer.wrap(response));
    }

    void send(ByteBuffer response) {
      try {
        channel.send(response, target);
      } catch (IOException e) {
        // The datagram is lost, as any may be; the client asks again.
      }
    }

    @Override
    public void drop() {}
  }

  @Override
  public void close() throws IOException {
    for (var channel : channels) {
      channel.close();
    }
    try {
      for (var thread : threads) {
        thread.join(CLOSE_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

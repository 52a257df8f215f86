package io.postern.dns.transport;

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

/**
 * One address served over UDP by a few threads. Each thread has a socket and a buffer of its own;
 * the system spreads the clients over the sockets.
 */
final class UdpListener implements AutoCloseable {
  private static final int MAX_DATAGRAM = 0xffff;

  /** Octets that may wait for the thread, with what the system adds to each datagram. */
  private static final int RECEIVE_BUFFER = 4 << 20;

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final List<DatagramChannel> channels;
  private final List<Thread> threads = new ArrayList<>();

  private UdpListener(List<DatagramChannel> channels) {
    this.channels = channels;
  }

  /** Binds {@code count} sockets to one address, a free port if it names none. */
  static UdpListener bind(InetSocketAddress address, int count) throws IOException {
    var listener = new UdpListener(new ArrayList<>());
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

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channels.getFirst().getLocalAddress();
  }

  void start(Responder responder, ListenerClients clients) {
    for (var channel : channels) {
      threads.add(
          Thread.ofPlatform()
              .name("dns-udp-", threads.size())
              .daemon()
              .start(() -> serve(channel, responder, clients)));
    }
  }

  private static void serve(DatagramChannel channel, Responder responder, ListenerClients clients) {
    var buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    while (channel.isOpen()) {
      try {
        buffer.clear();
        var source = channel.receive(buffer);
        if (source instanceof InetSocketAddress address) {
          var client = clients.of(address.getAddress(), buffer.flip());
          responder.answer(buffer, client, Transport.UDP, new UdpReply(channel, source));
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

  /** The way back to the sender of one datagram. */
  private record UdpReply(DatagramChannel channel, SocketAddress target) implements Reply {
    @Override
    public void send(byte[] response) {
      try {
        channel.send(ByteBuffer.wrap(response), target);
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

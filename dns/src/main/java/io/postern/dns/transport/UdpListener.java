package io.postern.dns.transport;

import io.postern.dns.datagram.BatchSocket;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * One address served over UDP by a few threads. Each thread has a socket and buffers of its own;
 * the system spreads the clients over the sockets.
 */
sealed interface UdpListener extends AutoCloseable permits SingleUdpListener, BatchUdpListener {

  /**
   * Binds {@code count} sockets to one address, a free port if it names none.
   *
   * @throws IOException if the address cannot be had; nothing is left open then
   */
  static UdpListener bind(InetSocketAddress address, int count, UdpPath path) throws IOException {
    if (path == UdpPath.BATCHED && BatchSocket.isAvailable()) {
      return BatchUdpListener.bind(address, count);
    }
    return SingleUdpListener.bind(address, count, path != UdpPath.PLAIN);
  }

  /** The address that is served, with the port that was found. */
  InetSocketAddress address() throws IOException;

  void start(Responder responder, ListenerClients clients);

  @Override
  void close() throws IOException;
}

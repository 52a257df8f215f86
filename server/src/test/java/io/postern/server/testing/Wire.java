package io.postern.server.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a TCP server that can be cut, and mended: what a broken network is to its client. */
public final class Wire implements AutoCloseable {
  private final ServerSocket entrance;
  private final InetSocketAddress exit;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private Wire(ServerSocket entrance, InetSocketAddress exit) {
    this.entrance = entrance;
    this.exit = exit;
  }

  public static Wire to(int port) {
    try {
      var loopback = InetAddress.getLoopbackAddress();
      var wire = new Wire(new ServerSocket(0, 50, loopback), new InetSocketAddress(loopback, port));
      Thread.ofVirtual().start(wire::accept);
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return entrance.getLocalPort();
  }

  /** Ends all connections; those that are opened from now on end at once. */
  public void cut() {
    cut = true;
    sockets.forEach(Wire::close);
  }

  public void mend() {
    cut = false;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        var here = entrance.accept();
        if (cut) {
          close(here);
        } else {
          var there = new Socket(exit.getAddress(), exit.getPort());
          sockets.add(here);
          sockets.add(there);
          Thread.ofVirtual().start(() -> copy(here, there));
          Thread.ofVirtual().start(() -> copy(there, here));
        }
      } catch (IOException e) {
        // The next connection is another one.
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // It was cut, or the client is done.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
  }
}

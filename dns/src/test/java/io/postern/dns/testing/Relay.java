package io.postern.dns.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a server and passes on octets, so that a test can count and cut connections. */
public final class Relay implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket();
  private final InetSocketAddress server;
  private final List<Socket> taken = new CopyOnWriteArrayList<>();

  /** Begins to relay to a server. */
  public Relay(InetSocketAddress server) throws IOException {
    this.server = server;
    listener.bind(Loopback.anyPort());
    Thread.ofVirtual().start(this::accept);
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  /** Connections that there have been. */
  public int connections() {
    return taken.size();
  }

  /** Ends all connections; others may follow. */
  public void cut() {
    taken.forEach(Relay::close);
  }

  private void accept() {
    try {
      while (true) {
        var client = listener.accept();
        taken.add(client);
        var behind = new Socket(server.getAddress(), server.getPort());
        Thread.ofVirtual().start(() -> pass(client, behind));
        Thread.ofVirtual().start(() -> pass(behind, client));
      }
    } catch (IOException _) {
      // The relay has been closed.
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // One side has ended, which ends the other.
    }
    close(from);
    close(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}

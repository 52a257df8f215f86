package io.postern.client.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy whose connections can be made to carry nothing any more without being closed, as when
 * the machine at the other end has lost its power. Connections made later work.
 */
public final class FreezingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int serverPort;
  private final AtomicInteger generation = new AtomicInteger();

  private FreezingProxy(ServerSocket listener, int serverPort) {
    this.listener = listener;
    this.serverPort = serverPort;
  }

  /** Starts a proxy to a port of the loopback interface. */
  public static FreezingProxy to(int serverPort) throws IOException {
    var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var proxy = new FreezingProxy(listener, serverPort);
    background(proxy::accept);
    return proxy;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** From now on nothing gets through the connections there are. */
  public void freeze() {
    generation.incrementAndGet();
  }

  private void accept() throws IOException {
    while (true) {
      var near = listener.accept();
      var far = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      var born = generation.get();
      background(() -> copy(near.getInputStream(), far.getOutputStream(), born));
      background(() -> copy(far.getInputStream(), near.getOutputStream(), born));
    }
  }

  private void copy(InputStream source, OutputStream sink, int born) throws IOException {
    var buffer = new byte[8192];
    for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
      if (generation.get() == born) {
        sink.write(buffer, 0, read);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void background(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of the two ends was closed, and that is the end of this direction.
              }
            },
            "freezing-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.postern.dns.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One address served over TCP, with TLS or without: a thread of the system that takes connections,
 * so that they cannot keep it from the processor, a virtual thread for each of them, and one timer
 * that closes those on which nothing moves.
 */
final class TcpListener implements AutoCloseable {
  private static final int BACKLOG = 1_024;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(50);

  private final ServerSocket server;
  private final Wrapping wrapping;
  private final TcpLimits limits;
  private final DnsCounters counters;
  private final Admission admission;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dns-tcp-", 0).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("dns-tcp-timer").daemon().factory());

  private @Nullable Thread acceptor;

  private TcpListener(
      ServerSocket server, Wrapping wrapping, TcpLimits limits, DnsCounters counters) {
    this.server = server;
    this.wrapping = wrapping;
    this.limits = limits;
    this.counters = counters;
    this.admission = new Admission(limits, counters);
  }

  static TcpListener bind(
      InetSocketAddress address, Wrapping wrapping, TcpLimits limits, DnsCounters counters)
      throws IOException {
    var server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(address, BACKLOG);
      return new TcpListener(server, wrapping, limits, counters);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** The address served, with the port that was found. */
  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  void start(Responder responder, ListenerClients clients) {
    acceptor =
        Thread.ofPlatform().name("dns-tcp-accept").daemon().start(() -> accept(responder, clients));
    var period = admission.period().toMillis();
    var _ =
        timer.scheduleAtFixedRate(admission::closeStalled, period, period, TimeUnit.MILLISECONDS);
  }

  private void accept(Responder responder, ListenerClients clients) {
    while (!server.isClosed()) {
      try {
        admit(server.accept(), responder, clients);
      } catch (IOException e) {
        pause();
      }
    }
  }

  /** Out of file descriptors, most likely: connections that end will make room. */
  private void pause() {
    try {
      Thread.sleep(server.isClosed() ? Duration.ZERO : PAUSE_AFTER_ERROR);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void admit(Socket socket, Responder responder, ListenerClients clients)
      throws IOException {
    var peer = socket.getInetAddress();
    var connection = new TcpConnection(socket, wrapping, responder, limits, admission);
    // Whom a proxy asks for is known only later.
    if (!admission.enter(connection, clients.isProxy(peer) ? null : peer)) {
      socket.close();
      return;
    }
    try {
      threads.execute(() -> serve(connection, clients));
    } catch (RejectedExecutionException e) {
      // The server is closing.
      admission.leave(connection);
      connection.close();
    }
  }

  private void serve(TcpConnection connection, ListenerClients clients) {
    try {
      connection.serve(clients, counters);
    } finally {
      admission.leave(connection);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    timer.shutdownNow();
    threads.shutdown();
    admission.closeAll();
    try {
      if (acceptor != null) {
        // The port is free once nobody waits at it.
        acceptor.join(CLOSE_WAIT);
      }
      if (!threads.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

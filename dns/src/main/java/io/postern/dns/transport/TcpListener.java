package io.postern.dns.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One address served over TCP: a thread of the system that takes connections, so that they cannot
 * keep it from the processor, a virtual thread for each of them, and one timer that closes those on
 * which nothing moves.
 */
final class TcpListener implements AutoCloseable {
  private static final int BACKLOG = 1_024;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);
  private static final Duration PAUSE_AFTER_ERROR = Duration.ofMillis(50);

  private final ServerSocket server;
  private final TcpLimits limits;
  private final TcpPatience patience;
  private final DnsCounters counters;
  private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
  private final ClientPlaces places;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dns-tcp-", 0).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("dns-tcp-timer").daemon().factory());

  private @Nullable Thread acceptor;

  private TcpListener(ServerSocket server, TcpLimits limits, DnsCounters counters) {
    this.server = server;
    this.limits = limits;
    this.patience = new TcpPatience(limits);
    this.counters = counters;
    this.places = new ClientPlaces(limits.maxConnectionsPerClient());
  }

  static TcpListener bind(InetSocketAddress address, TcpLimits limits, DnsCounters counters)
      throws IOException {
    var server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(address, BACKLOG);
      return new TcpListener(server, limits, counters);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  void start(Responder responder, ListenerClients clients) {
    acceptor =
        Thread.ofPlatform().name("dns-tcp-accept").daemon().start(() -> accept(responder, clients));
    var period = Math.clamp(patience.shortest().toMillis() / 4, 10, 1_000);
    var _ = timer.scheduleAtFixedRate(this::closeStalled, period, period, TimeUnit.MILLISECONDS);
  }

  /** A connection with the time it had been quiet for when it was looked at. */
  private record Quiet(TcpConnection connection, long nanos) {}

  /** The quietest first: each that ends leaves more patience for the others. */
  private void closeStalled() {
    connections.stream()
        .map(connection -> new Quiet(connection, connection.quietNanos()))
        .sorted(Comparator.comparingLong(Quiet::nanos).reversed())
        .forEach(quiet -> quiet.connection().closeIfStalled());
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
    // Whom a proxy asks for is known only later.
    var holder = clients.isProxy(peer) ? null : peer;
    if (holder != null && !places.tryTake(holder)) {
      refuse(socket);
      return;
    }
    if (connections.size() >= limits.maxConnections() && !makeRoom()) {
      release(holder);
      refuse(socket);
      return;
    }
    var connection = new TcpConnection(socket, responder, limits, this::patience);
    connections.add(connection);
    counters.tcpConnections.increment();
    try {
      threads.execute(() -> serve(connection, clients, holder));
    } catch (RejectedExecutionException e) {
      // The server is closing.
      end(connection, holder);
      connection.close();
    }
  }

  private void serve(
      TcpConnection connection, ListenerClients clients, @Nullable InetAddress holder) {
    try {
      connection.serve(clients, holder == null ? places : null, counters);
    } finally {
      end(connection, holder);
    }
  }

  private void end(TcpConnection connection, @Nullable InetAddress holder) {
    connections.remove(connection);
    counters.tcpConnections.decrement();
    release(holder);
  }

  private void release(@Nullable InetAddress holder) {
    if (holder != null) {
      places.release(holder);
    }
  }

  private void refuse(Socket socket) throws IOException {
    counters.tcpConnectionsRefused.increment();
    socket.close();
  }

  private Duration patience() {
    return patience.with(connections.size());
  }

  /**
   * Ends the connection that is the least loss: the oldest of those on which nothing was asked yet,
   * else the one that has been quiet longest, unless it was in use a moment ago. So whoever opens
   * connections and leaves them pushes out his own (RFC 7766 §10).
   */
  private boolean makeRoom() {
    TcpConnection least = null;
    for (var connection : connections) {
      least = least == null || connection.isLessLossThan(least) ? connection : least;
    }
    if (least == null || (least.hasAsked() && least.quietNanos() < patience.shortest().toNanos())) {
      return false;
    }
    connections.remove(least);
    counters.tcpConnectionsEvicted.increment();
    least.close();
    return true;
  }

  @Override
  public void close() throws IOException {
    server.close();
    timer.shutdownNow();
    threads.shutdown();
    connections.forEach(TcpConnection::close);
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

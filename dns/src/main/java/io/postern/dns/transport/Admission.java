package io.postern.dns.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one listener: how many there are in all and of each client, which of them make
 * room, and how long each may be idle. Thread-safe.
 */
final class Admission {
  private final TcpLimits limits;
  private final TcpPatience patience;
  private final DnsCounters counters;
  private final Set<OpenConnection> connections = ConcurrentHashMap.newKeySet();
  private final ClientPlaces places;

  Admission(TcpLimits limits, DnsCounters counters) {
    this.limits = limits;
    this.patience = new TcpPatience(limits);
    this.counters = counters;
    this.places = new ClientPlaces(limits.maxConnectionsPerClient());
  }

  /**
   * Lets a connection in, which has to {@link #leave} then.
   *
   * @param client null where a proxy has to tell first who it is
   * @return false if there is no place for it; it is to be closed
   */
  boolean enter(OpenConnection connection, @Nullable InetAddress client) {
    if (client != null && !hold(connection, client)) {
      return false;
    }
    if (connections.size() >= limits.maxConnections() && !makeRoom()) {
      release(connection);
      counters.tcpConnectionsRefused.increment();
      return false;
    }
    connections.add(connection);
    counters.tcpConnections.increment();
    return true;
  }

  /** Says who a connection is of, if that was not known before; false if he has all of his own. */
  boolean identify(OpenConnection connection, InetAddress client) {
    return connection.holder() != null || hold(connection, client);
  }

  private boolean hold(OpenConnection connection, InetAddress client) {
    if (!places.tryTake(client)) {
      counters.tcpConnectionsRefused.increment();
      return false;
    }
    connection.heldBy(client);
    return true;
  }

  /** The end of a connection that was let in, called once. */
  void leave(OpenConnection connection) {
    connections.remove(connection);
    counters.tcpConnections.decrement();
    release(connection);
  }

  private void release(OpenConnection connection) {
    var holder = connection.holder();
    if (holder != null) {
      places.release(holder);
    }
  }

  /** How long a connection may be idle as things are now. */
  Duration patience() {
    return patience.with(connections.size());
  }

  /** How often {@link #closeStalled} is to be called. */
  Duration period() {
    return Duration.ofMillis(Math.clamp(patience.shortest().toMillis() / 4, 10, 1_000));
  }

  /** A connection with the time it had been quiet for when it was looked at. */
  private record Quiet(OpenConnection connection, long nanos) {}

  /** The quietest first: each that ends leaves more patience for the others. */
  void closeStalled() {
    connections.stream()
        .map(connection -> new Quiet(connection, connection.quietNanos()))
        .sorted(Comparator.comparingLong(Quiet::nanos).reversed())
        .forEach(quiet -> quiet.connection().closeIfStalled(patience()));
  }

  /**
   * Ends the connection that is the least loss: the oldest of those on which nothing was asked yet,
   * else the one that has been quiet longest, unless it was in use a moment ago. So whoever opens
   * connections and leaves them pushes out his own (RFC 7766 §10).
   */
  private boolean makeRoom() {
    OpenConnection least = null;
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

  void closeAll() {
    connections.forEach(OpenConnection::close);
  }
}

package io.postern.dns.transport;

import java.time.Duration;

/**
 * How long a connection may be idle: the whole time while more than half of the places are free,
 * and less the fewer are left, down to a tenth (RFC 7766 §6.2.3, RFC 7828 §3.3.2).
 */
record TcpPatience(TcpLimits limits) {
  private static final int SHORTEST_PART = 10;

  Duration with(int connections) {
    var whole = limits.idleTimeout();
    var half = limits.maxConnections() / 2;
    if (connections <= half) {
      return whole;
    }
    var free = Math.max(0, limits.maxConnections() - connections);
    var part = whole.multipliedBy(free).dividedBy(limits.maxConnections() - half);
    var shortest = shortest();
    return part.compareTo(shortest) < 0 ? shortest : part;
  }

  /** What a connection is left in any case. */
  Duration shortest() {
    return limits.idleTimeout().dividedBy(SHORTEST_PART);
  }
}

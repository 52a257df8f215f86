package io.postern.dns.transport;

import java.time.Duration;

/**
 * What one listener gives to TCP clients (RFC 7766 §6.2, §10).
 *
 * <p>The idle time-out shrinks to a tenth as connections run short.
 *
 * @param maxConnectionsPerClient of one IPv4 address, or of one IPv6 prefix of 56 bits
 * @param idleTimeout longest time without a whole query or an answer, and longest time one write
 *     may wait for the client to read
 * @param maxPipelined queries of one connection that may wait for an upstream; the next is read
 *     once one of them is answered
 */
public record TcpLimits(
    int maxConnections, int maxConnectionsPerClient, Duration idleTimeout, int maxPipelined) {

  /** 1000 connections, 100 per client address, 10 s, 100 queries. */
  public static final TcpLimits DEFAULT = new TcpLimits(1_000, 100, Duration.ofSeconds(10), 100);

  public TcpLimits {
    if (maxConnections < 1 || maxConnectionsPerClient < 1 || maxPipelined < 1) {
      throw new IllegalArgumentException("TCP limits must be at least 1");
    }
    if (idleTimeout.toMillis() < 1) {
      throw new IllegalArgumentException("the TCP idle timeout must be at least 1 ms");
    }
  }
}

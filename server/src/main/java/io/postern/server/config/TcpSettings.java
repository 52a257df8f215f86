package io.postern.server.config;

import java.time.Duration;

/**
 * What each DNS listener gives to TCP clients.
 *
 * @param connections in all, at least 1
 * @param connectionsPerClient of one IPv4 address or one IPv6 prefix of 56 bits, at least 1
 * @param idleTimeout how long a connection may be idle while there is room; less when connections
 *     run short
 * @param waitingQueries of one connection that may wait for other servers, at least 1
 */
public record TcpSettings(
    int connections, int connectionsPerClient, Duration idleTimeout, int waitingQueries) {
  public static final TcpSettings DEFAULT =
      new TcpSettings(1_000, 100, Duration.ofSeconds(10), 100);

  public TcpSettings {
    requirePositive(connections, "connections");
    requirePositive(connectionsPerClient, "connectionsPerClient");
    requirePositive(waitingQueries, "waitingQueries");
    if (idleTimeout.toMillis() < 100 || idleTimeout.compareTo(Duration.ofHours(1)) > 0)
      throw new SettingException("dns.tcp.idleTimeout", "must be from 100ms to 1h.");
  }

  private static void requirePositive(int value, String setting) {
    if (value < 1) throw new SettingException("dns.tcp." + setting, "must be at least 1.");
  }
}

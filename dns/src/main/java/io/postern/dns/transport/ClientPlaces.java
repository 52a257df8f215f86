package io.postern.dns.transport;

import io.postern.dns.view.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many connections each client has open, and that none has too many. Addresses of IPv6 are
 * given out by the prefix, so all of one prefix are one client. Thread-safe.
 */
final class ClientPlaces {
  private static final int IPV4_LENGTH = 32;
  private static final int IPV6_LENGTH = 56;

  private final int maxPerClient;
  private final ConcurrentHashMap<Prefix, Integer> taken = new ConcurrentHashMap<>();

  ClientPlaces(int maxPerClient) {
    this.maxPerClient = maxPerClient;
  }

  private static Prefix prefix(InetAddress client) {
    return Prefix.of(client, client instanceof Inet4Address ? IPV4_LENGTH : IPV6_LENGTH);
  }

  /** Takes a place, which has to be released; false if the client has all of its own. */
  boolean tryTake(InetAddress client) {
    if (taken.merge(prefix(client), 1, Integer::sum) <= maxPerClient) {
      return true;
    }
    release(client);
    return false;
  }

  void release(InetAddress client) {
    taken.computeIfPresent(prefix(client), (prefix, count) -> count == 1 ? null : count - 1);
  }
}

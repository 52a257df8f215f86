package io.postern.dns.transport;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each client has open, and that none has too many. Thread-safe. */
final class ClientPlaces {
  private final int maxPerClient;
  private final ConcurrentHashMap<InetAddress, Integer> taken = new ConcurrentHashMap<>();

  ClientPlaces(int maxPerClient) {
    this.maxPerClient = maxPerClient;
  }

  /** Takes a place, which has to be released; false if the client has all of its own. */
  boolean tryTake(InetAddress client) {
    if (taken.merge(client, 1, Integer::sum) <= maxPerClient) {
      return true;
    }
    release(client);
    return false;
  }

  void release(InetAddress client) {
    taken.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
  }
}

package io.postern.dns.transport;

import io.postern.dns.forward.Shares;
import io.postern.dns.view.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * How many connections each client has open, and that none has too many. Addresses of IPv6 are
 * given out by the prefix, so all of one prefix are one client. Thread-safe.
 */
final class ClientPlaces {
  private static final int IPV4_LENGTH = 32;
  private static final int IPV6_LENGTH = 56;

  private final Shares<Prefix> places;

  ClientPlaces(int maxPerClient) {
    this.places = new Shares<>(maxPerClient);
  }

  private static Prefix prefix(InetAddress client) {
    return Prefix.of(client, client instanceof Inet4Address ? IPV4_LENGTH : IPV6_LENGTH);
  }

  /** Takes a place, which has to be released; false if the client has all of its own. */
  boolean tryTake(InetAddress client) {
    return places.tryTake(prefix(client));
  }

  void release(InetAddress client) {
    places.giveBack(prefix(client));
  }
}

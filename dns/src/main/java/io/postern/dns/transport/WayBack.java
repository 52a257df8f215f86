package io.postern.dns.transport;

import io.postern.dns.codec.QueryHead;
import io.postern.dns.codec.Seal;

/**
 * The way of one response: what of the query it repeats, how it is signed, and where it goes.
 *
 * @param proven whether the query came from where it says: by TCP, signed, or with our cookie
 */
record WayBack(Sender to, QueryHead head, Seal seal, boolean proven) {

  /** The same way with a head that repeats more or less. */
  WayBack with(QueryHead other) {
    return new WayBack(to, other, seal, proven);
  }

  /** The largest response, in octets, before it is signed. */
  int limit() {
    return to.transport().limit(head) - seal.length();
  }

  /** The largest message of a transfer, in octets, before it is signed. */
  int limitOfPart() {
    return Transport.TCP.limit(head) - seal.length();
  }

  void send(byte[] response) {
    to.reply().send(seal.sign(response));
  }
}

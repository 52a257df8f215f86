package io.postern.dns.transport;

import io.postern.dns.codec.QueryHead;
import io.postern.dns.codec.Seal;

/** The way of one response: how long it may be, how it is signed, and where it goes. */
record WayBack(Transport transport, Seal seal, Reply reply) {

  /** The largest response, in octets, before it is signed. */
  int limit(QueryHead head) {
    return transport.limit(head) - seal.length();
  }

  void send(byte[] response) {
    reply.send(seal.sign(response));
  }
}

package io.postern.dns.transport;

import io.postern.dns.codec.QueryHead;

/** How a message travels, which sets how long a response may be. */
enum Transport {
  UDP {
    @Override
    int limit(QueryHead head) {
      return head.udpLimit();
    }
  },
  TCP,
  /** RFC 7858. */
  TLS,
  /** RFC 8484. */
  HTTPS;

  private static final int LONGEST = 0xffff;

  /** Octets of the longest response. */
  int limit(QueryHead head) {
    return LONGEST;
  }

  /** Whether there is a connection, so that clients are where they say. */
  boolean isConnected() {
    return this != UDP;
  }

  boolean isEncrypted() {
    return this == TLS || this == HTTPS;
  }
}

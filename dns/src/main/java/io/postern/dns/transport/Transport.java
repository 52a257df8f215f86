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
  TCP {
    @Override
    int limit(QueryHead head) {
      return 0xffff;
    }
  };

  abstract int limit(QueryHead head);
}

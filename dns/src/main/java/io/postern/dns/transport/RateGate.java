package io.postern.dns.transport;

import io.postern.dns.codec.ResponseEncoder;
import io.postern.dns.guard.RateLimiter;
import io.postern.dns.guard.ResponseKind;
import io.postern.dns.lookup.Rcode;
import org.jspecify.annotations.Nullable;

/**
 * What stands between a response and its client where clients' addresses may be made up. Who is
 * proven to be where he says passes. What is sent in a response's place is never longer than the
 * query with a cookie, so there is nothing to gain from asking under another's name.
 */
final class RateGate {
  private final @Nullable RateLimiter limiter;
  private final DnsCounters counters;

  /**
   * @param limiter null to let everything pass
   */
  RateGate(@Nullable RateLimiter limiter, DnsCounters counters) {
    this.limiter = limiter;
    this.counters = counters;
  }

  /** Whether all responses pass. */
  boolean isOpen() {
    return limiter == null;
  }

  /** Whether the response is not to be sent; what becomes of the query is done then. */
  boolean holdsBack(WayBack back, ResponseKind kind) {
    var client = back.to().address();
    if (limiter == null || back.proven() || client == null) {
      return false;
    }
    return switch (limiter.judge(client, kind)) {
      case SEND -> false;
      case CUT -> {
        cut(back);
        yield true;
      }
      case LEAVE_OUT -> {
        counters.leftOut.increment();
        back.to().reply().drop();
        yield true;
      }
    };
  }

  /**
   * A client with cookies gets a good one, to come back with (RFC 7873 §5.2.3); any other has to
   * come by TCP.
   */
  private void cut(WayBack back) {
    counters.cut.increment();
    var cookies = back.head().hasCookie();
    var rcode = cookies ? Rcode.BADCOOKIE : Rcode.NOERROR;
    counters.responses(rcode).increment();
    back.send(
        cookies
            ? ResponseEncoder.encode(back.head(), rcode, null, back.limit())
            : ResponseEncoder.encodeTruncated(back.head()));
  }
}

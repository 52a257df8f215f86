package io.postern.dns.codec;

import io.postern.dns.lookup.Rcode;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * How long a response may be kept, as HTTP is told it (RFC 8484 §5.1): for the smallest TTL of its
 * answers, and of the SOA that says how long there are none (RFC 2308 §5).
 */
public final class SmallestTtl {
  private static final int TYPE_SOA = 6;
  private static final int MINIMUM_LENGTH = 4;

  private SmallestTtl() {}

  /** Seconds from now; 0 for what is not to be kept, an error or a part of an answer. */
  public static int seconds(byte[] response) {
    var rcode = response[3] & 0xf;
    var kept = rcode == Rcode.NOERROR.code() || rcode == Rcode.NXDOMAIN.code();
    if (!kept || ResponseEncoder.isTruncated(response)) {
      return 0;
    }
    try {
      var least = leastTtl(ByteBuffer.wrap(response));
      return least == Integer.MAX_VALUE ? 0 : least;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return 0;
    }
  }

  private static int leastTtl(ByteBuffer message) {
    message.position(4);
    var questions = message.getShort() & 0xffff;
    var answers = message.getShort() & 0xffff;
    var authorities = message.getShort() & 0xffff;
    message.position(Header.LENGTH);
    for (int i = 0; i < questions; i++) {
      skipName(message);
      message.position(message.position() + 4);
    }
    var least = Integer.MAX_VALUE;
    for (int i = 0; i < answers + authorities; i++) {
      skipName(message);
      var type = message.getShort();
      message.getShort();
      var ttl = message.getInt();
      var end = (message.getShort() & 0xffff) + message.position();
      if (i < answers) {
        least = Math.min(least, seconds(ttl));
      } else if (type == TYPE_SOA) {
        var minimum = message.getInt(end - MINIMUM_LENGTH);
        least = Math.min(least, Math.min(seconds(ttl), seconds(minimum)));
      }
      message.position(end);
    }
    return least;
  }

  /** A TTL with the first bit set counts as 0 (RFC 2181 §8). */
  private static int seconds(int ttl) {
    return Math.max(ttl, 0);
  }

  private static void skipName(ByteBuffer message) {
    while (true) {
      var length = message.get() & 0xff;
      if (length == 0) {
        return;
      }
      if (length >= 0xc0) {
        message.get();
        return;
      }
      message.position(message.position() + length);
    }
  }
}

package io.postern.dns.guard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with 64 bits of output (Aumasson and Bernstein, 2012): a keyed hash for short
 * messages that cannot be foretold without the key.
 */
final class SipHash {
  private static final int COMPRESSIONS = 2;
  private static final int FINALIZATIONS = 4;

  private long v0;
  private long v1;
  private long v2;
  private long v3;

  private SipHash(CookieSecret key) {
    v0 = key.low() ^ 0x736f6d6570736575L;
    v1 = key.high() ^ 0x646f72616e646f6dL;
    v2 = key.low() ^ 0x6c7967656e657261L;
    v3 = key.high() ^ 0x7465646279746573L;
  }

  /** The hash of a message; its octets stand in the number from the lowest to the highest. */
  static long hash(CookieSecret key, byte[] message) {
    var state = new SipHash(key);
    var words = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (words.remaining() >= Long.BYTES) {
      state.compress(words.getLong());
    }
    var last = (long) message.length << 56;
    for (int shift = 0; words.hasRemaining(); shift += Byte.SIZE) {
      last |= (words.get() & 0xffL) << shift;
    }
    state.compress(last);
    return state.finished();
  }

  private void compress(long word) {
    v3 ^= word;
    rounds(COMPRESSIONS);
    v0 ^= word;
  }

  private long finished() {
    v2 ^= 0xff;
    rounds(FINALIZATIONS);
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}

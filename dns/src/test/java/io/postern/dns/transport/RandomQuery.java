package io.postern.dns.transport;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Queries by chance: most of them usual, some odd in one way or another, a few damaged. */
final class RandomQuery {
  private static final List<Integer> USUAL = List.of(1, 1, 1, 1, 28, 28, 5, 15, 16);
  private static final List<Integer> ODD = List.of(2, 6, 12, 33, 39, 41, 43, 65, 249, 252, 255, 0);
  private static final List<Integer> SIZES = List.of(0, 512, 600, 1231, 1232, 4096, 65_535);

  private final Random random;
  private final RandomIndex names;

  RandomQuery(Random random, RandomIndex names) {
    this.random = random;
    this.names = names;
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  private int oneOf(List<Integer> values) {
    return values.get(random.nextInt(values.size()));
  }

  /**
   * @param recursionDesired whether some of the queries ask for recursion
   */
  byte[] next(boolean recursionDesired) {
    var edns = random.nextInt(3) > 0;
    var message = ByteBuffer.allocate(600);
    var flags = (oneIn(3) ? 0x10 : 0) | (oneIn(3) ? 0x20 : 0) | (oneIn(50) ? 0x0200 : 0);
    flags |= recursionDesired && random.nextBoolean() ? 0x100 : 0;
    flags |= oneIn(100) ? random.nextInt(16) << 11 : 0;
    message.putShort((short) random.nextInt()).putShort((short) flags);
    message.putShort((short) (oneIn(200) ? random.nextInt(3) : 1));
    message.putShort((short) 0).putShort((short) 0).putShort((short) (edns ? 1 : 0));
    message.put(spelling(names.name().toWire()));
    message.putShort((short) oneOf(oneIn(6) ? ODD : USUAL));
    message.putShort((short) (oneIn(100) ? 3 : 1));
    if (edns) {
      putOpt(message);
    }
    var octets = Arrays.copyOf(message.array(), message.position());
    return oneIn(50) ? damaged(octets) : octets;
  }

  /** Letters in either case: what a resolver does to be sure of who answers. */
  private byte[] spelling(byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if (name[i] >= 'a' && name[i] <= 'z' && random.nextBoolean()) {
        name[i] = (byte) (name[i] - 'a' + 'A');
      }
    }
    return name;
  }

  private void putOpt(ByteBuffer message) {
    var option = oneIn(20);
    message.put((byte) 0).putShort((short) 41).putShort((short) oneOf(SIZES));
    message.put((byte) 0).put((byte) (oneIn(50) ? 1 : 0)).putShort((short) (oneIn(3) ? 0x8000 : 0));
    message.putShort((short) (option ? 6 : 0));
    if (option) {
      // For local use (RFC 6891 §9): nobody knows it.
      message.putShort((short) 65_001).putShort((short) 2).putShort((short) 7);
    }
  }

  private byte[] damaged(byte[] octets) {
    var message = Arrays.copyOf(octets, octets.length + random.nextInt(5) - 2);
    message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
    message[2] &= 0x7f;
    return message;
  }
}

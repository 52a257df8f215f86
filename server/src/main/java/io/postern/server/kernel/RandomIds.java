package io.postern.server.kernel;

import java.security.SecureRandom;
import java.util.UUID;

/** Ids that cannot be guessed. Safe for use by many threads. */
public final class RandomIds implements IdSource {
  private final SecureRandom random = new SecureRandom();

  @Override
  public UUID nextUuid() {
    long high = random.nextLong() & ~0xF000L | 0x4000L;
    long low = random.nextLong() & ~(3L << 62) | 1L << 63;
    return new UUID(high, low);
  }

  @Override
  public int nextLinkIdentifier() {
    int identifier = 0;
    for (int i = 0; i < Integer.BYTES; i++) identifier = identifier << 8 | random.nextInt(1, 256);
    return identifier;
  }
}

package io.postern.server.testing;

import io.postern.server.kernel.IdSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Ids that count from one, the same in every run. */
public final class SequentialIds implements IdSource {
  private final AtomicInteger uuids = new AtomicInteger();
  private final AtomicInteger links = new AtomicInteger();

  @Override
  public UUID nextUuid() {
    return new UUID(0x0000_0000_0000_4000L, 0x8000_0000_0000_0000L + uuids.incrementAndGet());
  }

  @Override
  public int nextLinkIdentifier() {
    int number = links.incrementAndGet();
    int identifier = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE, number /= 255)
      identifier |= (number % 255 + 1) << shift;
    return identifier;
  }
}

package io.postern.server.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class RandomIdsTest {
  private final RandomIds ids = new RandomIds();

  @Test
  void aLinkIdentifierHasFourBytesAndNoneIsZero() {
    for (int i = 0; i < 10_000; i++) {
      int identifier = ids.nextLinkIdentifier();
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE)
        assertNotEquals(0, identifier >>> shift & 0xFF, Integer.toHexString(identifier));
    }
  }

  @Test
  void aUuidIsOfTheRandomKind() {
    var uuid = ids.nextUuid();

    assertEquals(4, uuid.version());
    assertEquals(2, uuid.variant());
  }
}

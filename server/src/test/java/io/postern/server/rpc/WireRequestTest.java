package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.v1.SubscriptionServiceGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WireRequestTest {
  private static final int LIMIT = 4096;
  private static final WireRequest WIRE =
      WireRequest.of(SubscriptionServiceGrpc.getGetSubscriptionMethod(), LIMIT);

  /** Gives octets without end and counts them. */
  private static final class Endless extends InputStream {
    private long given;

    @Override
    public int read() {
      given++;
      return 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, into.length);
      given += length;
      return length;
    }
  }

  @Test
  void noMoreIsUnpackedThanTellsThatItIsTooMuch() {
    var endless = new Endless();

    var refused = assertThrows(ControlException.class, () -> WIRE.checked(endless));

    assertEquals(Reason.MESSAGE_TOO_LARGE, refused.error().problem().reason());
    assertEquals(LIMIT + 1, endless.given);
  }

  @Test
  void aRequestOfTheLargestSizeIsPassedOnAsItIs() throws IOException {
    // Field 1, a text of 4093 octets.
    var octets = new byte[LIMIT];
    octets[0] = 1 << 3 | 2;
    octets[1] = (byte) 0xfd;
    octets[2] = 0x1f;

    assertArrayEquals(octets, WIRE.checked(new ByteArrayInputStream(octets)).readAllBytes());
  }
}

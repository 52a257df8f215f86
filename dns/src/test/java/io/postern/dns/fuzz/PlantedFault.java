package io.postern.dns.fuzz;

import io.postern.dns.codec.QueryParser;
import io.postern.dns.codec.Received;
import java.nio.ByteBuffer;

/**
 * A fault that is there to be found: a query for one type, with a client subnet of one length. By
 * chance that is not met; a fuzzer that sees how far it gets, here and in {@link QueryParser},
 * meets it soon.
 */
public final class PlantedFault {
  private static final int HIGH = 0x2e;
  private static final int LOW = 0x7d;
  private static final int LENGTH = 19;

  private PlantedFault() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (QueryParser.parse(ByteBuffer.wrap(input)) instanceof Received.Query(var head, var question)) {
      var subnet = head.subnet();
      if (subnet != null && subnet.length() == LENGTH) follow(question.type().code());
    }
  }

  private static void follow(int type) {
    if (type >> 8 == HIGH) {
      if ((type & 0xff) == LOW) throw new IllegalStateException("the planted fault");
    }
  }
}

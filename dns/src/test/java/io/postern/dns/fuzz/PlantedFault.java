package io.postern.dns.fuzz;

import io.postern.dns.codec.QueryParser;
import io.postern.dns.codec.Received;
import java.nio.ByteBuffer;

/**
 * A fault that is there to be found: a query for one type, with a client subnet of one length. By
 * chance that is not met; a fuzzer that sees how far it got in {@link QueryParser} meets it soon.
 */
public final class PlantedFault {
  private static final int TYPE = 0x2e7d;
  private static final int LENGTH = 19;

  private PlantedFault() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (QueryParser.parse(ByteBuffer.wrap(input)) instanceof Received.Query(var head, var question)
        && question.type().code() == TYPE
        && head.subnet() != null
        && head.subnet().length() == LENGTH) {
      throw new IllegalStateException("the planted fault");
    }
  }
}

package io.postern.dns.fuzz;

import io.postern.dns.codec.QueryParser;
import io.postern.dns.codec.Received;
import java.nio.ByteBuffer;

/**
 * A fault that is there to be found: a whole query. Out of nothing and by chance that is not met,
 * for a dozen octets have to be right; a fuzzer that sees how far it gets in {@link QueryParser}
 * meets it soon.
 */
public final class PlantedFault {
  private PlantedFault() {}

  public static void fuzzerTestOneInput(byte[] input) {
    if (QueryParser.parse(ByteBuffer.wrap(input)) instanceof Received.Query)
      throw new IllegalStateException("the planted fault");
  }
}

package io.postern.dns.snapshot;

import java.io.IOException;

/** Takes blocks one after the other. */
@FunctionalInterface
public interface BlockSink {
  /**
   * @param octets the block with its frame in front; used again by the caller
   * @param length how many of the octets are the block
   */
  void take(byte[] octets, int length) throws IOException;
}

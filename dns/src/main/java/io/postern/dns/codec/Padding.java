package io.postern.dns.codec;

import java.nio.ByteBuffer;

/**
 * The option that brings a response to a multiple of {@value #BLOCK} octets, so that whoever sees
 * encrypted messages go by learns little from their length (RFC 7830, RFC 8467 §4.1).
 */
final class Padding {
  static final int BLOCK = 468;

  private static final byte[] NONE = {};

  private Padding() {}

  /**
   * The option, the last of a response.
   *
   * @param length octets of the response without it
   * @param behind octets that come behind the response and count, too
   * @param limit octets of the longest response; it is not padded beyond
   * @return empty if there is no room for one
   */
  static byte[] option(int length, int behind, int limit) {
    var room = limit - length - QueryHead.OPTION_HEAD;
    if (room < 0) {
      return NONE;
    }
    var whole = length + QueryHead.OPTION_HEAD + behind;
    var zeros = Math.min(room, (BLOCK - whole % BLOCK) % BLOCK);
    var option = ByteBuffer.allocate(QueryHead.OPTION_HEAD + zeros);
    return option.putShort((short) EdnsOptions.PADDING).putShort((short) zeros).array();
  }
}

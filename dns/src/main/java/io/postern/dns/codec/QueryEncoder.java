package io.postern.dns.codec;

import io.postern.dns.lookup.Question;
import java.nio.ByteBuffer;

/** Writes queries: for upstream resolvers, and for whoever asks this server in process. */
public final class QueryEncoder {
  private static final int PADDED_TO = 128;

  private QueryEncoder() {}

  /** A query of class IN with an OPT record that offers {@link QueryHead#MAX_UDP_SIZE}. */
  public static byte[] encode(int id, Question question, boolean recursionDesired) {
    return encode(id, question, recursionDesired, 0);
  }

  /**
   * A query of the upstream kind, as long as many others are, so that its length tells nothing of
   * its name where it travels encrypted (RFC 7830, RFC 8467 §4.1).
   */
  public static byte[] encodePadded(int id, Question question) {
    var bare = encode(id, question, true).length + QueryHead.OPTION_HEAD;
    return encode(id, question, true, QueryHead.OPTION_HEAD + Math.floorMod(-bare, PADDED_TO));
  }

  /**
   * @param padding octets of the option that only fills; 0 for none
   */
  private static byte[] encode(int id, Question question, boolean recursionDesired, int padding) {
    var name = question.name().toWire();
    var length = Header.LENGTH + name.length + 4 + Header.OPT_LENGTH + padding;
    var message = ByteBuffer.allocate(length);
    message.putShort((short) id).putShort((short) (recursionDesired ? Header.RD : 0));
    message.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 1);
    message.put(name).putShort((short) question.type().code()).putShort((short) Header.CLASS_IN);
    message.put((byte) 0).putShort((short) Header.TYPE_OPT);
    message.putShort((short) QueryHead.MAX_UDP_SIZE).putInt(0).putShort((short) padding);
    if (padding > 0) {
      message.putShort((short) EdnsOptions.PADDING);
      message.putShort((short) (padding - QueryHead.OPTION_HEAD));
    }
    return message.array();
  }
}

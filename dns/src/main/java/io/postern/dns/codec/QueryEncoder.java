package io.postern.dns.codec;

import io.postern.dns.lookup.Question;
import java.nio.ByteBuffer;

/** Writes queries: for upstream resolvers, and for whoever asks this server in process. */
public final class QueryEncoder {
  private QueryEncoder() {}

  /** A query of class IN with an OPT record that offers {@link QueryHead#MAX_UDP_SIZE}. */
  public static byte[] encode(int id, Question question, boolean recursionDesired) {
    var name = question.name().toWire();
    var message = ByteBuffer.allocate(Header.LENGTH + name.length + 4 + Header.OPT_LENGTH);
    message.putShort((short) id).putShort((short) (recursionDesired ? Header.RD : 0));
    message.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 1);
    message.put(name).putShort((short) question.type().code()).putShort((short) Header.CLASS_IN);
    message.put((byte) 0).putShort((short) Header.TYPE_OPT);
    message.putShort((short) QueryHead.MAX_UDP_SIZE).putInt(0).putShort((short) 0);
    return message.array();
  }
}

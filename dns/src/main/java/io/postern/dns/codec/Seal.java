package io.postern.dns.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/** Signs the response to one query with the key that the query is signed with (RFC 8945 §5.3). */
public final class Seal {
  /** Leaves the response as it is. */
  public static final Seal NONE = new Seal(null, null, Rcode.NOERROR);

  private static final int ADDITIONAL_COUNT_AT = 10;

  /** Octets of a signature record beside its names: fixed fields, longest signature, a time. */
  private static final int LENGTH_WITHOUT_NAMES = 10 + 16 + 64 + 6;

  private final @Nullable TSIG key;
  private final @Nullable TSIGRecord query;
  private final int error;

  /**
   * @param key null for a key that this server does not have
   * @param query the query's signature
   * @param error what is wrong with it, a code of RFC 8945 §3
   */
  Seal(@Nullable TSIG key, @Nullable TSIGRecord query, int error) {
    this.key = key;
    this.query = query;
    this.error = error;
  }

  /** The most octets that signing adds to a response. */
  public int length() {
    return query == null
        ? 0
        : query.getName().length() + query.getAlgorithm().length() + LENGTH_WITHOUT_NAMES;
  }

  /** The response with its signature. */
  public byte[] sign(byte[] response) {
    if (query == null) {
      return response;
    }
    return sealed(response, record(query, response));
  }

  /** What signs the messages of a response that has several. */
  public Sequence sequence() {
    return new Sequence();
  }

  /**
   * Signs the messages of one response in their order, each over the signature of the one before
   * (RFC 8945 §5.3.1). For one thread at a time.
   */
  public final class Sequence {
    private @Nullable TSIGRecord last;

    private Sequence() {}

    /** The next message with its signature. */
    public byte[] sign(byte[] message) {
      if (key == null) {
        return Seal.this.sign(message);
      }
      var before = last;
      var next =
          before == null
              ? key.generate(head(message), message, error, query)
              : key.generate(head(message), message, error, before, false);
      last = next;
      return sealed(message, next);
    }
  }

  private static Message head(byte[] message) {
    return new Message(ByteBuffer.wrap(message).getShort() & 0xffff);
  }

  /** A message with its signature as the last record. */
  static byte[] sealed(byte[] message, TSIGRecord signature) {
    var record = signature.toWire(Section.ADDITIONAL);
    var sealed = ByteBuffer.allocate(message.length + record.length).put(message).put(record);
    var additional = sealed.getShort(ADDITIONAL_COUNT_AT);
    return sealed.putShort(ADDITIONAL_COUNT_AT, (short) (additional + 1)).array();
  }

  private TSIGRecord record(TSIGRecord asked, byte[] response) {
    if (key != null) {
      // What is signed has the id that the query had at first, which is put into the octets given
      // here (RFC 8945 §4.3.2); what is sent has the one it came with.
      return key.generate(head(response), response.clone(), error, asked);
    }
    // Not signed: with what key (RFC 8945 §5.3.2)?
    return new TSIGRecord(
        asked.getName(),
        DClass.ANY,
        0,
        asked.getAlgorithm(),
        asked.getTimeSigned(),
        asked.getFudge(),
        new byte[0],
        asked.getOriginalID(),
        error,
        new byte[0]);
  }
}

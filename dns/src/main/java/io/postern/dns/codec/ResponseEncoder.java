package io.postern.dns.codec;

import io.postern.dns.lookup.Additional;
import io.postern.dns.lookup.ExtendedError;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.lookup.Resolution.Answer;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.OwnedSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes responses. A response that does not fit is cut at a record set and marked TC. */
public final class ResponseEncoder {
  private static final int FLAGS_AT = 2;
  static final int ANSWER_COUNT_AT = 6;
  private static final int AUTHORITY_COUNT_AT = 8;
  private static final int ADDITIONAL_COUNT_AT = 10;

  private static final byte[] NOTHING = {};

  private ResponseEncoder() {}

  /**
   * A response that is nothing but a code.
   *
   * @param error said as well where the client understands it and there is room
   */
  public static byte[] encode(
      QueryHead head, Rcode rcode, @Nullable ExtendedError error, int limit) {
    return finish(begin(head, limit), head, Header.QR | head.echoedFlags(), rcode, error, limit);
  }

  /** A response that says nothing but that the query is to be put again over TCP. */
  public static byte[] encodeTruncated(QueryHead head) {
    var limit = QueryHead.MIN_UDP_SIZE;
    var flags = Header.QR | Header.TC | head.echoedFlags();
    return finish(begin(head, limit), head, flags, Rcode.NOERROR, null, limit);
  }

  /**
   * The response to a query.
   *
   * @param limit the largest message the transport and the client take, in octets
   */
  public static byte[] encode(
      QueryHead head, Question question, Answer answer, boolean recursionAvailable, int limit) {
    var writer = begin(head, limit - head.optLength());
    writer.remember(question.name(), Header.LENGTH);
    var flags = Header.QR | head.echoedFlags();
    flags |= answer.authoritative() ? Header.AA : 0;
    flags |= recursionAvailable ? Header.RA : 0;
    var complete =
        putSection(writer, head, answer.answers(), ANSWER_COUNT_AT)
            && putSection(writer, head, answer.authority(), AUTHORITY_COUNT_AT)
            && putAdditional(writer, head, answer.additional());
    var marked = complete ? flags : flags | Header.TC;
    return finish(writer, head, marked, answer.rcode(), answer.error(), limit);
  }

  /** Whether a response of this class is marked TC. */
  public static boolean isTruncated(byte[] response) {
    return (response[FLAGS_AT] & (Header.TC >> 8)) != 0;
  }

  static MessageWriter begin(QueryHead head, int limit) {
    var question = head.questionSection();
    var writer = new MessageWriter(limit);
    writer.putShort(head.id()).putShort(0).putShort(question.hasRemaining() ? 1 : 0);
    writer.putShort(0).putShort(0).putShort(head.edns() == null ? 0 : 1);
    return writer.putReserved(question);
  }

  /** Writes as many whole record sets as fit; false if one does not (RFC 2181 §9). */
  private static boolean putSection(
      MessageWriter writer, QueryHead head, List<OwnedSet> sets, int countAt) {
    var records = 0;
    for (var set : sets) {
      if (!writer.tryPut(set, first(set, head))) {
        writer.putShortAt(countAt, records);
        return false;
      }
      records += set.records().rdata().size();
    }
    writer.putShortAt(countAt, records);
    return true;
  }

  /**
   * Writes the additional section in front of the OPT record. False if glue that is needed does not
   * fit (RFC 9471 §3.1); what is only useful is left out without a word (RFC 2181 §9).
   */
  private static boolean putAdditional(
      MessageWriter writer, QueryHead head, Additional additional) {
    if (additional.isEmpty()) {
      return true;
    }
    var records = head.edns() == null ? 0 : 1;
    for (var set : additional.needed()) {
      if (!writer.tryPut(set, first(set, head))) {
        writer.putShortAt(ADDITIONAL_COUNT_AT, records);
        return false;
      }
      records += set.records().rdata().size();
    }
    for (var set : additional.useful()) {
      // A smaller one behind a set that is too large may still fit.
      records += writer.tryPut(set, first(set, head)) ? set.records().rdata().size() : 0;
    }
    writer.putShortAt(ADDITIONAL_COUNT_AT, records);
    return true;
  }

  /**
   * Which record of the set comes first. Several addresses are rotated by the id of the query,
   * which spreads clients and leaves the response a function of the query.
   */
  private static int first(OwnedSet set, QueryHead head) {
    return set.records().type().isAddress() ? head.id() % set.records().rdata().size() : 0;
  }

  static byte[] finish(
      MessageWriter writer,
      QueryHead head,
      int flags,
      Rcode rcode,
      @Nullable ExtendedError error,
      int limit) {
    writer.putShortAt(FLAGS_AT, flags | (rcode.code() & 0xf));
    var edns = head.edns();
    if (edns != null) {
      var options = head.options();
      var said = error(error, limit - writer.length() - head.optLength());
      var length = writer.length() + head.optLength() + said.length;
      var padding = head.isPadded() ? Padding.option(length, head.paddedBefore(), limit) : NOTHING;
      var opt = ByteBuffer.allocate(head.optLength() + said.length + padding.length);
      opt.put(DnsName.ROOT.toWire()).putShort((short) Header.TYPE_OPT);
      opt.putShort((short) QueryHead.MAX_UDP_SIZE).put((byte) (rcode.code() >> 4)).put((byte) 0);
      opt.putShort((short) (edns.dnssecOk() ? Header.EDNS_DO : 0));
      opt.putShort((short) (options.remaining() + said.length + padding.length));
      opt.put(options).put(said).put(padding);
      writer.putReserved(opt.flip());
    }
    return writer.toBytes();
  }

  /**
   * The option that says an error, in what room is left: without its text if that is too long, and
   * not at all if the code alone is. It never takes a record's place.
   */
  private static byte[] error(@Nullable ExtendedError error, int room) {
    if (error == null || room < QueryHead.OPTION_HEAD + Short.BYTES) {
      return NOTHING;
    }
    var text = error.text().getBytes(StandardCharsets.UTF_8);
    var whole = QueryHead.OPTION_HEAD + Short.BYTES + text.length;
    var said = whole <= room ? text : NOTHING;
    var option = ByteBuffer.allocate(QueryHead.OPTION_HEAD + Short.BYTES + said.length);
    option.putShort((short) EdnsOptions.EXTENDED_ERROR);
    option.putShort((short) (Short.BYTES + said.length));
    return option.putShort((short) error.infoCode()).put(said).array();
  }
}

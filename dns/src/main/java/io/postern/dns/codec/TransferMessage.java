package io.postern.dns.codec;

import io.postern.dns.lookup.Rcode;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;

/**
 * One message of a zone transfer: as many records as fit into it, in the order they are put (RFC
 * 5936 §2.2). Each message repeats the question and has an OPT record if the query has one.
 */
public final class TransferMessage {
  private final QueryHead head;
  private final int limit;
  private final MessageWriter writer;
  private int records;

  /**
   * @param limit the largest message, in octets, before it is signed
   */
  public TransferMessage(QueryHead head, int limit) {
    this.head = head;
    this.limit = limit;
    this.writer = ResponseEncoder.begin(head, limit - head.optLength());
  }

  /** Adds one record of a set; false, and nothing is added, if it does not fit. */
  public boolean tryPut(DnsName owner, RecordSet set, Rdata record) {
    var fits = records < 0xffff && writer.tryPut(owner, set, record);
    records += fits ? 1 : 0;
    return fits;
  }

  public boolean isEmpty() {
    return records == 0;
  }

  public byte[] toBytes() {
    writer.putShortAt(ResponseEncoder.ANSWER_COUNT_AT, records);
    var flags = Header.QR | Header.AA | head.echoedFlags();
    return ResponseEncoder.finish(writer, head, flags, Rcode.NOERROR, null, limit);
  }
}

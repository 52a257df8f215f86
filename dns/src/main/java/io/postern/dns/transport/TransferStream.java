package io.postern.dns.transport;

import io.postern.dns.codec.Seal;
import io.postern.dns.codec.TransferMessage;
import io.postern.dns.name.DnsName;
import io.postern.dns.transfer.RecordSink;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;

/**
 * The messages of one transfer over a connection, each signed if the query is. One message is in
 * memory at a time; it is full before the next begins, and who puts records waits while the client
 * does not read.
 */
final class TransferStream implements RecordSink {
  /** Octets of a message, unless a single record needs more: names are compressed that far only. */
  private static final int USUAL_SIZE = 0x4000;

  private final WayBack back;
  private final long endNanos;
  private final Seal.Sequence signatures;
  private TransferMessage message;

  /** The transfer cannot be ended: the client is gone, or too slow, or a record is too large. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken() {
      super(null, null, false, false);
    }
  }

  /**
   * @param endNanos when the transfer ends in any case
   */
  TransferStream(WayBack back, long endNanos) {
    this.back = back;
    this.endNanos = endNanos;
    this.signatures = back.seal().sequence();
    this.message = new TransferMessage(back.head(), USUAL_SIZE);
  }

  /**
   * @throws Broken if the transfer cannot go on
   */
  @Override
  public void put(DnsName owner, RecordSet set, Rdata record) {
    if (message.tryPut(owner, set, record)) {
      return;
    }
    if (!message.isEmpty()) {
      sendPart();
      if (message.tryPut(owner, set, record)) {
        return;
      }
    }
    putAlone(owner, set, record);
  }

  /** A record that needs more than a usual message has one to itself. */
  private void putAlone(DnsName owner, RecordSet set, Rdata record) {
    message = new TransferMessage(back.head(), back.limitOfPart());
    if (!message.tryPut(owner, set, record)) {
      throw new Broken();
    }
    sendPart();
  }

  private void sendPart() {
    var isLate = System.nanoTime() - endNanos > 0;
    if (isLate || !back.to().reply().sendPart(signatures.sign(message.toBytes()))) {
      throw new Broken();
    }
    message = new TransferMessage(back.head(), USUAL_SIZE);
  }

  /** The last message, to be sent; it is never empty, for an SOA comes last. */
  byte[] last() {
    return signatures.sign(message.toBytes());
  }
}

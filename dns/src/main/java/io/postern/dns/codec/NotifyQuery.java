package io.postern.dns.codec;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.RecordType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TextParseException;

/**
 * Word to a secondary that a zone has changed (RFC 1996), with the new SOA as a hint, signed if
 * there is a key. Knows its answer when it sees it.
 */
public final class NotifyQuery {
  private final int id;
  private final byte[] octets;
  private final @Nullable TSIG signer;
  private final @Nullable TSIGRecord signature;

  private NotifyQuery(
      int id, byte[] octets, @Nullable TSIG signer, @Nullable TSIGRecord signature) {
    this.id = id;
    this.octets = octets;
    this.signer = signer;
    this.signature = signature;
  }

  /**
   * A query for the zone whose SOA is given.
   *
   * @param id 0 to 65535
   */
  public static NotifyQuery of(int id, OwnedSet soa, @Nullable TsigKey key) {
    var message = message(id, soa);
    if (key == null) {
      return new NotifyQuery(id, message, null, null);
    }
    var signer = new TSIG(key.algorithm().wireName(), name(key), key.secret());
    var signature = signer.generate(new Message(id), message, Rcode.NOERROR, null);
    return new NotifyQuery(id, Seal.sealed(message, signature), signer, signature);
  }

  private static Name name(TsigKey key) {
    try {
      return Name.fromString(key.name(), Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("\"" + key.name() + "\" is no name of a key", e);
    }
  }

  private static byte[] message(int id, OwnedSet soa) {
    var writer = new MessageWriter(0xffff);
    var flags = Header.OPCODE_NOTIFY << Header.OPCODE_SHIFT | Header.AA;
    writer.putShort(id).putShort(flags).putShort(1).putShort(1).putShort(0).putShort(0);
    DnsName zone = soa.owner();
    writer.putName(zone);
    writer.putShort(RecordType.SOA.code()).putShort(Header.CLASS_IN);
    var _ = writer.tryPut(soa, 0);
    return writer.toBytes();
  }

  public int id() {
    return id;
  }

  public byte[] octets() {
    return octets.clone();
  }

  /**
   * The code of the answer that a message is; empty for any other message, and for one that is not
   * signed as it has to be.
   */
  public OptionalInt answerIn(byte[] message) {
    if (message.length < Header.LENGTH || (ByteBuffer.wrap(message).getShort() & 0xffff) != id) {
      return OptionalInt.empty();
    }
    try {
      var answer = new Message(message);
      var header = answer.getHeader();
      var isAnswer = header.getFlag(Flags.QR) && header.getOpcode() == Header.OPCODE_NOTIFY;
      return isAnswer && isSigned(answer, message)
          ? OptionalInt.of(header.getRcode())
          : OptionalInt.empty();
    } catch (IOException | RuntimeException e) {
      // dnsjava reports some malformed record data by unchecked exceptions.
      return OptionalInt.empty();
    }
  }

  private boolean isSigned(Message answer, byte[] message) {
    return signer == null || signer.verify(answer, message, signature) == Rcode.NOERROR;
  }
}

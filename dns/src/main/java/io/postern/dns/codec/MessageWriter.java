package io.postern.dns.codec;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A message under construction: grows up to a limit and compresses names (RFC 1035 §4.1.4).
 *
 * <p>Names inside record data are compressed for the types of RFC 1035 only; others might not be
 * understood by a receiver that does not know the type (RFC 3597 §4).
 */
final class MessageWriter {
  private static final int INITIAL_SIZE = 512;
  private static final int MAX_POINTER = 0x3fff;

  private final int limit;
  private final Map<DnsName, Integer> offsets = new HashMap<>();
  private ByteBuffer octets;

  /**
   * @param limit octets that may be written with {@link #tryPut}; {@link #putReserved} may go
   *     beyond
   */
  MessageWriter(int limit) {
    this.limit = limit;
    this.octets = ByteBuffer.allocate(INITIAL_SIZE);
  }

  private ByteBuffer room(int length) {
    if (octets.remaining() < length) {
      var size = Math.max(octets.capacity() * 2, octets.position() + length);
      octets = ByteBuffer.allocate(size).put(octets.flip());
    }
    return octets;
  }

  MessageWriter putShort(int value) {
    room(2).putShort((short) value);
    return this;
  }

  void putShortAt(int offset, int value) {
    octets.putShort(offset, (short) value);
  }

  /** Writes octets that the limit does not count. */
  MessageWriter putReserved(ByteBuffer source) {
    room(source.remaining()).put(source);
    return this;
  }

  /** Lets later names point to {@code name}, whose octets stand at {@code offset}. */
  void remember(DnsName name, int offset) {
    var at = offset;
    for (var suffix = name; !suffix.isRoot(); suffix = suffix.parent()) {
      offsets.putIfAbsent(suffix, at);
      at += suffix.wireLength() - suffix.parent().wireLength();
    }
  }

  /**
   * Writes all records of a set, the first of them being number {@code first}; writes nothing and
   * returns false if they do not all fit.
   */
  boolean tryPut(OwnedSet set, int first) {
    var mark = octets.position();
    var rdata = set.records().rdata();
    for (int i = 0; i < rdata.size(); i++) {
      putRecord(set.owner(), set.records(), rdata.get((first + i) % rdata.size()));
      if (isBeyondLimit(mark)) {
        return false;
      }
    }
    return true;
  }

  /** Writes one record of a set; writes nothing and returns false if it does not fit. */
  boolean tryPut(DnsName owner, RecordSet records, Rdata rdata) {
    var mark = octets.position();
    putRecord(owner, records, rdata);
    return !isBeyondLimit(mark);
  }

  /** Whether too much was written; what was written since the mark is gone then. */
  private boolean isBeyondLimit(int mark) {
    if (octets.position() <= limit) {
      return false;
    }
    octets.position(mark);
    offsets.values().removeIf(offset -> offset >= mark);
    return true;
  }

  private void putRecord(DnsName owner, RecordSet records, Rdata rdata) {
    putName(owner);
    putShort(records.type().code());
    putShort(Header.CLASS_IN);
    room(4).putInt(records.ttlSeconds());
    var lengthAt = octets.position();
    putShort(0);
    putRdata(records.type(), rdata);
    putShortAt(lengthAt, octets.position() - lengthAt - 2);
  }

  void putName(DnsName name) {
    for (var suffix = name; !suffix.isRoot(); suffix = suffix.parent()) {
      var offset = offsets.get(suffix);
      if (offset != null) {
        putShort(0xc000 | offset);
        return;
      }
      if (octets.position() <= MAX_POINTER) {
        offsets.put(suffix, octets.position());
      }
      suffix.writeFirstLabel(room(DnsName.MAX_LABEL_LENGTH + 1));
    }
    room(1).put((byte) 0);
  }

  private void putRdata(RecordType type, Rdata rdata) {
    var source = rdata.toBuffer();
    if (type.equals(RecordType.CNAME)
        || type.equals(RecordType.NS)
        || type.equals(RecordType.PTR)) {
      putName(DnsName.read(source));
    } else if (type.equals(RecordType.MX)) {
      putShort(source.getShort());
      putName(DnsName.read(source));
    } else if (type.equals(RecordType.SOA)) {
      putName(DnsName.read(source));
      putName(DnsName.read(source));
    }
    putReserved(source);
  }

  /** Octets written so far. */
  int length() {
    return octets.position();
  }

  byte[] toBytes() {
    return Arrays.copyOf(octets.array(), octets.position());
  }
}

package io.postern.dns.snapshot;

import io.postern.dns.name.DnsName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what {@link RecordWriter} has written. */
final class RecordReader {
  private final ByteBuffer octets;

  RecordReader(ByteBuffer octets) {
    this.octets = octets;
  }

  boolean hasMore() {
    return octets.hasRemaining();
  }

  int octet() {
    return octets.get() & 0xff;
  }

  boolean flag() {
    return octets.get() != 0;
  }

  int number() {
    return octets.getInt();
  }

  long longNumber() {
    return octets.getLong();
  }

  /** How many of something follow, of which each takes an octet at least. */
  int count() throws DamagedStateException {
    var count = octets.getInt();
    if (count < 0 || count > octets.remaining()) {
      throw new DamagedStateException("a record says that it holds " + count);
    }
    return count;
  }

  /** The next octets, behind {@code room} that are left 0. */
  byte[] octets(int length, int room) throws DamagedStateException {
    if (length < 0 || length > octets.remaining()) {
      throw new DamagedStateException("a record says that it holds " + length + " octets");
    }
    var read = new byte[room + length];
    octets.get(read, room, length);
    return read;
  }

  DnsName name() {
    return DnsName.read(octets);
  }

  @Nullable DnsName optionalName() {
    return flag() ? name() : null;
  }

  String text() throws DamagedStateException {
    return new String(octets(count(), 0), StandardCharsets.UTF_8);
  }
}

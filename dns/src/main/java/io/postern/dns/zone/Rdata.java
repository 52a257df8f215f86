package io.postern.dns.zone;

import io.postern.dns.name.DnsName;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data of one record in wire form, names in it uncompressed (RFC 1035 §3.3). Immutable. */
public final class Rdata {
  private static final int MAX_LENGTH = 0xffff;

  private final byte[] wire;

  private Rdata(byte[] wire) {
    this.wire = wire;
  }

  /** Data of any type, as it stands on the wire without compression. */
  public static Rdata of(byte[] wire) {
    if (wire.length > MAX_LENGTH) {
      throw new IllegalArgumentException("record data of " + wire.length + " octets is too long");
    }
    return new Rdata(wire.clone());
  }

  /** The data of an A or AAAA record, by the family of the address. */
  public static Rdata address(InetAddress address) {
    return new Rdata(address.getAddress());
  }

  /** The data of a record that is one name: CNAME, PTR. */
  public static Rdata name(DnsName target) {
    return new Rdata(target.toWire());
  }

  public static Rdata mx(int preference, DnsName exchange) {
    return new Rdata(
        ByteBuffer.allocate(2 + exchange.wireLength())
            .putShort(unsigned16("preference", preference))
            .put(exchange.toWire())
            .array());
  }

  /** RFC 2782. */
  public static Rdata srv(int priority, int weight, int port, DnsName target) {
    return new Rdata(
        ByteBuffer.allocate(6 + target.wireLength())
            .putShort(unsigned16("priority", priority))
            .putShort(unsigned16("weight", weight))
            .putShort(unsigned16("port", port))
            .put(target.toWire())
            .array());
  }

  /** One TXT record of one or more strings, each at most 255 octets of UTF-8. */
  public static Rdata txt(List<String> strings) {
    if (strings.isEmpty()) {
      throw new IllegalArgumentException("a TXT record has at least one string");
    }
    var octets = strings.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    var length = octets.stream().mapToInt(string -> string.length + 1).sum();
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException("a TXT record of " + length + " octets is too long");
    }
    var buffer = ByteBuffer.allocate(length);
    for (var string : octets) {
      if (string.length > 255) {
        throw new IllegalArgumentException(
            "a TXT string of " + string.length + " octets is longer than 255; split it");
      }
      buffer.put((byte) string.length).put(string);
    }
    return new Rdata(buffer.array());
  }

  /** The data of an SOA record: the settings' timers with {@code serial}. */
  static Rdata soa(DnsName mname, DnsName rname, int serial, SoaSettings timers) {
    return new Rdata(
        ByteBuffer.allocate(mname.wireLength() + rname.wireLength() + 20)
            .put(mname.toWire())
            .put(rname.toWire())
            .putInt(serial)
            .putInt(timers.refreshSeconds())
            .putInt(timers.retrySeconds())
            .putInt(timers.expireSeconds())
            .putInt(timers.minimumSeconds())
            .array());
  }

  private static short unsigned16(String what, int value) {
    if (value < 0 || value > 0xffff) {
      throw new IllegalArgumentException(what + " " + value + " is not in 0..65535");
    }
    return (short) value;
  }

  /** The name that CNAME, NS or PTR data consists of. */
  public DnsName toName() {
    return DnsName.fromWire(wire);
  }

  /** The MINIMUM field of SOA data: its last four octets. */
  public int soaMinimumSeconds() {
    return Math.max(0, ByteBuffer.wrap(wire).getInt(wire.length - Integer.BYTES));
  }

  /** Data that is the next {@code length} octets of the buffer. */
  static Rdata read(ByteBuffer buffer, int length) {
    var wire = new byte[length];
    buffer.get(wire);
    return new Rdata(wire);
  }

  /** Number of octets. */
  int length() {
    return wire.length;
  }

  /** The octets, read-only. */
  public ByteBuffer toBuffer() {
    return ByteBuffer.wrap(wire).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Rdata rdata && Arrays.equals(wire, rdata.wire);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(wire);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(wire);
  }
}

package io.postern.dns.snapshot;

import io.postern.dns.name.DnsName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes records, and gives them away in blocks. Numbers are big-endian. */
final class RecordWriter {
  /** A block is given away once it is longer. */
  private static final int ENOUGH = 64 << 10;

  private final BlockSink sink;
  private byte[] octets = new byte[1 << 10];
  private int at = Block.FRAME;

  RecordWriter(BlockSink sink) {
    this.sink = sink;
  }

  /** Begins a record; those before it are whole. */
  RecordWriter begin(RecordKind kind) throws IOException {
    if (at > ENOUGH) {
      flush();
    }
    return octet(kind.number());
  }

  void flush() throws IOException {
    Block.frame(octets, at);
    sink.take(octets, at);
    at = Block.FRAME;
  }

  private void room(int length) {
    if (octets.length - at < length) {
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, at + length));
    }
  }

  RecordWriter octet(int value) {
    room(1);
    octets[at++] = (byte) value;
    return this;
  }

  RecordWriter flag(boolean value) {
    return octet(value ? 1 : 0);
  }

  RecordWriter number(int value) {
    return octet(value >>> 24).octet(value >>> 16).octet(value >>> 8).octet(value);
  }

  RecordWriter number(long value) {
    return number((int) (value >>> 32)).number((int) value);
  }

  RecordWriter octets(byte[] from, int start, int length) {
    room(length);
    System.arraycopy(from, start, octets, at, length);
    at += length;
    return this;
  }

  RecordWriter name(DnsName name) {
    var wire = name.toWire();
    return octets(wire, 0, wire.length);
  }

  /** A name that may be missing: a flag in front says whether it is there. */
  RecordWriter optionalName(@Nullable DnsName name) {
    return name == null ? flag(false) : flag(true).name(name);
  }

  RecordWriter text(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    return number(utf8.length).octets(utf8, 0, utf8.length);
  }
}

package io.postern.dns.name;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * An absolute domain name in canonical wire form: length-prefixed labels, ASCII letters in lower
 * case, closed by the root label.
 *
 * <p>Two names are equal when DNS says so (RFC 4343), and equality is a comparison of bytes. The
 * spelling a client used is not kept here; the codec echoes it from the query. Parents share the
 * array of the name they come from, so walking to the root copies nothing. Immutable.
 */
public final class DnsName implements Comparable<DnsName> {
  public static final int MAX_WIRE_LENGTH = 255;
  public static final int MAX_LABEL_LENGTH = 63;

  /**
   * Secret odd factor of the hash: names come from tenants, who must not be able to choose ones
   * that collide and turn look-ups into list walks.
   */
  private static final long HASH_FACTOR = new SplittableRandom().nextLong() | 1;

  private static final VarHandle PIECE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  public static final DnsName ROOT = new DnsName(new byte[] {0}, 0);

  private final byte[] wire;
  private final int offset;
  private final int hash;

  private DnsName(byte[] wire, int offset) {
    this.wire = wire;
    this.offset = offset;
    this.hash = hash(wire, offset);
  }

  /**
   * The name written as {@code text} in presentation format, with or without the last dot.
   *
   * @throws InvalidNameException if a label is empty or longer than 63 octets, the name is longer
   *     than 255, or an escape is bad
   */
  public static DnsName parse(String text) {
    var wire = NameText.toWire(text);
    return wire.length == 1 ? ROOT : new DnsName(wire, 0);
  }

  /**
   * The uncompressed name at the buffer's position, which moves behind it.
   *
   * @throws InvalidNameException if the bytes are not a whole name or hold a compression pointer
   */
  public static DnsName read(ByteBuffer buffer) {
    var start = buffer.position();
    var at = start;
    while (true) {
      if (at >= buffer.limit()) {
        throw new InvalidNameException("the name runs past the end of the message");
      }
      var length = buffer.get(at) & 0xff;
      if (length > MAX_LABEL_LENGTH) {
        throw new InvalidNameException(
            "a label of " + length + " octets, or a compression pointer");
      }
      at += 1 + length;
      if (at - start > MAX_WIRE_LENGTH) {
        throw new InvalidNameException("the name is longer than 255 octets");
      }
      if (length == 0) {
        break;
      }
    }
    var wire = new byte[at - start];
    buffer.get(wire);
    for (int i = 0; i < wire.length; i++) {
      // Label lengths are below 'A', so lower-casing the whole array leaves them alone.
      wire[i] = lower(wire[i]);
    }
    return new DnsName(wire, 0);
  }

  /** The uncompressed name that is the whole of {@code wire}. */
  public static DnsName fromWire(byte[] wire) {
    var buffer = ByteBuffer.wrap(wire);
    var name = read(buffer);
    if (buffer.hasRemaining()) {
      throw new InvalidNameException("octets follow the end of the name");
    }
    return name;
  }

  static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
  }

  public boolean isRoot() {
    return wire[offset] == 0;
  }

  /** Whether the leftmost label is the single octet {@code *} (RFC 4592 §2.1.1). */
  public boolean isWildcard() {
    return wire[offset] == 1 && wire[offset + 1] == '*';
  }

  /** Number of labels, the root not counted: 0 for the root, 2 for {@code contoso.com}. */
  public int labelCount() {
    var count = 0;
    for (int at = offset; wire[at] != 0; at += wire[at] + 1) {
      count++;
    }
    return count;
  }

  /**
   * This name without its leftmost label.
   *
   * @throws IllegalStateException on the root, which has no parent
   */
  public DnsName parent() {
    if (isRoot()) {
      throw new IllegalStateException("the root has no parent");
    }
    return new DnsName(wire, offset + wire[offset] + 1);
  }

  /** Whether this name is {@code ancestor} itself or lies below it. */
  public boolean isSubdomainOf(DnsName ancestor) {
    var surplus = wireLength() - ancestor.wireLength();
    if (surplus < 0) {
      return false;
    }
    // The surplus must end on a label boundary, or "xb.c" would be taken to lie below "b.c".
    var at = offset;
    while (at < offset + surplus) {
      at += wire[at] + 1;
    }
    return at == offset + surplus
        && Arrays.equals(
            wire, at, wire.length, ancestor.wire, ancestor.offset, ancestor.wire.length);
  }

  /**
   * The part of this name in front of {@code apex}, as written in a zone: {@code @} for the apex.
   *
   * @throws IllegalArgumentException if this name is not below the apex
   */
  public String relativize(DnsName apex) {
    if (!isSubdomainOf(apex)) {
      throw new IllegalArgumentException(this + " is not in " + apex);
    }
    var labels = labelCount() - apex.labelCount();
    return labels == 0 ? "@" : NameText.toText(wire, offset, labels);
  }

  /** The reverse of {@link #relativize}: {@code relative} placed below this name. */
  public DnsName resolve(String relative) {
    if (relative.equals("@")) {
      return this;
    }
    var head = NameText.toWire(relative);
    return prepend(head, relative);
  }

  /**
   * This name, which is below {@code from}, with {@code to} in its place (RFC 6672 §2.2).
   *
   * @throws InvalidNameException if the result is longer than 255 octets
   */
  public DnsName moved(DnsName from, DnsName to) {
    if (!isSubdomainOf(from)) {
      throw new IllegalArgumentException(this + " is not in " + from);
    }
    var head = Arrays.copyOfRange(wire, offset, wire.length - from.wireLength() + 1);
    head[head.length - 1] = 0;
    return to.prepend(head, "...");
  }

  /** This name with one more label in front. */
  public DnsName child(String label) {
    return prepend(NameText.label(label), label);
  }

  /** The wildcard directly below this name: {@code *.this}. */
  public DnsName wildcard() {
    return prepend(new byte[] {1, '*', 0}, "*");
  }

  /**
   * This name with labels in front of it that were below it before.
   *
   * @param labels in canonical wire form, without the root, from {@code from} on
   */
  public DnsName below(byte[] labels, int from, int length) {
    if (length == 0) {
      return this;
    }
    var joined = new byte[length + wireLength()];
    System.arraycopy(labels, from, joined, 0, length);
    System.arraycopy(wire, offset, joined, length, wireLength());
    return new DnsName(joined, 0);
  }

  /**
   * The hash of the name that {@link #below} gives, without making it.
   *
   * @param labels in canonical wire form, without the root, from {@code from} on
   */
  public int hashBelow(byte[] labels, int from, int length) {
    return hash(hashStateBelow(labels, from, from + length));
  }

  private long hashStateBelow(byte[] labels, int from, int end) {
    if (from == end) {
      return hashState(wire, offset);
    }
    var length = labels[from] + 1;
    return hashState(hashStateBelow(labels, from + length, end), labels, from, length);
  }

  private DnsName prepend(byte[] head, String text) {
    var headLength = head.length - 1;
    var length = headLength + wireLength();
    if (length > MAX_WIRE_LENGTH) {
      throw new InvalidNameException(
          "\"" + text + "." + this + "\" is longer than 255 octets on the wire");
    }
    var joined = new byte[length];
    System.arraycopy(head, 0, joined, 0, headLength);
    System.arraycopy(wire, offset, joined, headLength, wireLength());
    return new DnsName(joined, 0);
  }

  public int wireLength() {
    return wire.length - offset;
  }

  /** A copy of the wire form. */
  public byte[] toWire() {
    return Arrays.copyOfRange(wire, offset, wire.length);
  }

  /** Copies the wire form to {@code target}, at {@code at}. */
  void copyTo(byte[] target, int at) {
    System.arraycopy(wire, offset, target, at, wireLength());
  }

  /** Whether this name's wire form is the given octets. */
  boolean isAt(byte[] octets, int from, int to) {
    return Arrays.equals(wire, offset, wire.length, octets, from, to);
  }

  /** Writes the leftmost label with its length octet. */
  public void writeFirstLabel(ByteBuffer buffer) {
    buffer.put(wire, offset, wire[offset] + 1);
  }

  private static int hash(byte[] wire, int offset) {
    return hash(hashState(wire, offset));
  }

  /**
   * The hash goes from the root to the front, so that what it comes to on the way are the hashes of
   * the name's ancestors.
   */
  private static long hashState(byte[] wire, int offset) {
    var length = wire[offset] + 1;
    var before = length == 1 ? 0 : hashState(wire, offset + length);
    return hashState(before, wire, offset, length);
  }

  /**
   * One label further to the front. It is taken in pieces of four octets, not of eight: differences
   * of that length would cancel out whatever the factor is.
   *
   * @param at of its length octet
   * @param length with the length octet
   */
  static long hashState(long before, byte[] octets, int at, int length) {
    var state = before;
    for (int done = 0; done < length; done += Integer.BYTES) {
      var piece = piece(octets, at + done, Math.min(Integer.BYTES, length - done));
      state = hashState(state, piece);
    }
    return state;
  }

  static long hashState(long state, long piece) {
    return (state + piece + 1) * HASH_FACTOR;
  }

  private static long piece(byte[] octets, int at, int count) {
    if (at + Integer.BYTES <= octets.length) {
      var whole = (int) PIECE.get(octets, at) & 0xffff_ffffL;
      return whole & (0xffff_ffffL >>> (Integer.SIZE - Byte.SIZE * count));
    }
    var piece = 0L;
    for (int i = 0; i < count; i++) {
      piece |= (octets[at + i] & 0xffL) << (Byte.SIZE * i);
    }
    return piece;
  }

  static int hash(long state) {
    var mixed = state ^ (state >>> 29);
    return (int) ((mixed * HASH_FACTOR) >>> 32);
  }

  /**
   * Canonical order (RFC 4034 §6.1): by label from the right, so a parent precedes its children.
   */
  @Override
  public int compareTo(DnsName other) {
    var labels = labelCount();
    var otherLabels = other.labelCount();
    for (int depth = 1; depth <= Math.min(labels, otherLabels); depth++) {
      var at = labelOffset(labels - depth);
      var otherAt = other.labelOffset(otherLabels - depth);
      var order =
          Arrays.compareUnsigned(
              wire,
              at + 1,
              at + 1 + wire[at],
              other.wire,
              otherAt + 1,
              otherAt + 1 + other.wire[otherAt]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(labels, otherLabels);
  }

  private int labelOffset(int index) {
    var at = offset;
    for (int i = 0; i < index; i++) {
      at += wire[at] + 1;
    }
    return at;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DnsName name
        && hash == name.hash
        && Arrays.equals(wire, offset, wire.length, name.wire, name.offset, name.wire.length);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Presentation format without the last dot; the root is {@code "."}. */
  @Override
  public String toString() {
    return isRoot() ? "." : NameText.toText(wire, offset, labelCount());
  }
}

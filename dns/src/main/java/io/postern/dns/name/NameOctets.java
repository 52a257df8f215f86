package io.postern.dns.name;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A domain name in canonical wire form in an array that is used again and again, with the hash of
 * the name and of each of its ancestors: what names are looked up by where no object may be made
 * for a query.
 *
 * <p>Ancestors are counted from the name itself, which is number 0, to the root, which is number
 * {@link #labels}. The hashes are those of {@link DnsName}. One thread at a time; an instance that
 * {@link #of} gives does not change.
 */
public final class NameOctets {
  private static final int MAX_LABELS = 127;
  private static final byte[] WILDCARD = {1, '*'};
  private static final long EACH = 0x0101_0101_0101_0101L;
  private static final long HIGHEST = 0x8080_8080_8080_8080L;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final byte[] octets;
  private final int[] starts;
  private final long[] states;
  private int length;
  private int labels;

  private NameOctets(int maxLength, int maxLabels) {
    this.octets = new byte[maxLength];
    this.starts = new int[maxLabels + 1];
    this.states = new long[maxLabels + 1];
  }

  /** Room for any name; holds the root. */
  public NameOctets() {
    this(DnsName.MAX_WIRE_LENGTH, MAX_LABELS);
    set(DnsName.ROOT);
  }

  /** The octets of one name, in no more room than it needs. */
  public static NameOctets of(DnsName name) {
    var result = new NameOctets(name.wireLength(), name.labelCount());
    result.set(name);
    return result;
  }

  public void set(DnsName name) {
    name.copyTo(octets, 0);
    var at = 0;
    labels = 0;
    starts[0] = 0;
    while (octets[at] != 0) {
      at += octets[at] + 1;
      labels++;
      starts[labels] = at;
    }
    length = at + 1;
    hash();
  }

  /**
   * Takes the uncompressed name that begins at {@code from}, letters in lower case.
   *
   * @param to where the octets end that may be read
   * @return where the name ends; -1 if there is no whole name, and then this one is of no use
   */
  public int read(byte[] source, int from, int to) {
    var end = Math.min(to, from + DnsName.MAX_WIRE_LENGTH);
    var at = from;
    var count = 0;
    while (at < end) {
      var label = source[at] & 0xff;
      starts[count] = at - from;
      if (label == 0) {
        labels = count;
        length = at + 1 - from;
        lower(source, from);
        hash();
        return at + 1;
      }
      if (label > DnsName.MAX_LABEL_LENGTH) {
        return -1;
      }
      at += label + 1;
      count++;
    }
    return -1;
  }

  /** Copies in lower case, eight octets at a time where there are as many. */
  private void lower(byte[] source, int from) {
    var last = Math.min(octets.length, source.length - from) - Long.BYTES;
    var i = 0;
    for (; i < length && i <= last; i += Long.BYTES) {
      EIGHT.set(octets, i, lower((long) EIGHT.get(source, from + i)));
    }
    for (; i < length; i++) {
      octets[i] = DnsName.lower(source[from + i]);
    }
  }

  /** Sets the bit that tells lower case from upper case in each octet from A to Z. */
  private static long lower(long eight) {
    var seven = eight & ~HIGHEST;
    var fromA = seven + (0x80 - 'A') * EACH;
    var beyondZ = seven + (0x7f - 'Z') * EACH;
    var upper = (fromA ^ beyondZ) & ~eight & HIGHEST;
    return eight | (upper >>> 2);
  }

  private void hash() {
    var state = 0L;
    for (int label = labels; label >= 0; label--) {
      var end = label == labels ? length : starts[label + 1];
      state = DnsName.hashState(state, octets, starts[label], end - starts[label]);
      states[label] = state;
    }
  }

  /** Number of labels, the root not counted. */
  public int labels() {
    return labels;
  }

  /** Octets of the whole name. */
  public int length() {
    return length;
  }

  /** Where an ancestor begins in the octets of this name. */
  public int start(int ancestor) {
    return starts[ancestor];
  }

  public byte octet(int at) {
    return octets[at];
  }

  public int hash(int ancestor) {
    return DnsName.hash(states[ancestor]);
  }

  /** The hash of the wildcard directly below an ancestor. */
  public int hashOfWildcardBelow(int ancestor) {
    return DnsName.hash(DnsName.hashState(states[ancestor], WILDCARD, 0, WILDCARD.length));
  }

  public boolean is(int ancestor, DnsName name) {
    return name.isAt(octets, starts[ancestor], length);
  }

  public boolean is(int ancestor, NameOctets other, int otherAncestor) {
    return Arrays.equals(
        octets, starts[ancestor], length, other.octets, other.starts[otherAncestor], other.length);
  }

  /** Whether {@code count} octets of this name are those of an array. */
  public boolean equalsRange(int from, byte[] other, int otherFrom, int count) {
    return Arrays.equals(octets, from, from + count, other, otherFrom, otherFrom + count);
  }

  /** Copies {@code count} octets of this name. */
  public void copyTo(int from, byte[] target, int at, int count) {
    System.arraycopy(octets, from, target, at, count);
  }
}

package io.postern.dns.datagram;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;

/**
 * Messages outside of the heap, with the {@code mmsghdr} that Linux wants for each: where its
 * octets are, whom it is from or for, and in control messages at which of this machine's addresses
 * ({@code in_pktinfo}, {@code in6_pktinfo}; RFC 3542 §6) and, where it is several datagrams of one
 * length, that length ({@code UDP_GRO}, {@code UDP_SEGMENT}).
 *
 * <pre>
 *   mmsghdr: name 8, its length 8, iovec 8, their number 8, control 8, its length 8, flags 8, received 8
 *   control message: its length 8, level 4, type 4, data; the next one begins at a multiple of 8
 * </pre>
 */
final class MessageArray {
  private static final int HEAD = 64;
  private static final int NAME_LENGTH_AT = 8;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int RECEIVED_AT = 56;
  private static final int VECTOR = 16;
  private static final int NAME = 32;

  /** Room for two control messages: an in6_pktinfo of 20 octets and a number. */
  private static final int CONTROL = 40 + 24;

  private static final int CONTROL_HEAD = 16;
  private static final int INET6_ADDRESS = 16;
  private static final int NONE = -1;

  private final int octetsEach;
  private final MemorySegment heads;
  private final MemorySegment vectors;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final MemorySegment octets;

  /**
   * @param octetsEach the longest message
   */
  MessageArray(Arena arena, int size, int octetsEach) {
    this.octetsEach = octetsEach;
    this.heads = arena.allocate((long) size * HEAD, Long.BYTES);
    this.vectors = arena.allocate((long) size * VECTOR, Long.BYTES);
    this.names = arena.allocate((long) size * NAME, Long.BYTES);
    this.controls = arena.allocate((long) size * CONTROL, Long.BYTES);
    this.octets = arena.allocate((long) size * octetsEach, Long.BYTES);
    for (int i = 0; i < size; i++) {
      var head = (long) i * HEAD;
      heads.set(JAVA_LONG, head, names.address() + (long) i * NAME);
      heads.set(JAVA_LONG, head + 16, vectors.address() + (long) i * VECTOR);
      heads.set(JAVA_LONG, head + 24, 1);
      heads.set(JAVA_LONG, head + 32, controls.address() + (long) i * CONTROL);
      vectors.set(JAVA_LONG, (long) i * VECTOR, octets.address() + (long) i * octetsEach);
      vectors.set(JAVA_LONG, (long) i * VECTOR + 8, octetsEach);
    }
    clear(size);
  }

  /** Where the heads from number {@code first} on are, for the system. */
  long address(int first) {
    return heads.address() + (long) first * HEAD;
  }

  /** Gives the first messages their whole room again, as the system says there what it used. */
  void clear(int count) {
    for (int i = 0; i < count; i++) {
      setLengths(i, NAME, CONTROL);
    }
  }

  private void setLengths(int i, int nameLength, long controlLength) {
    heads.set(JAVA_INT, (long) i * HEAD + NAME_LENGTH_AT, nameLength);
    heads.set(JAVA_LONG, (long) i * HEAD + CONTROL_LENGTH_AT, controlLength);
  }

  private long controlLength(int i) {
    return heads.get(JAVA_LONG, (long) i * HEAD + CONTROL_LENGTH_AT);
  }

  /** Octets of a message that was received. */
  int received(int i) {
    return heads.get(JAVA_INT, (long) i * HEAD + RECEIVED_AT);
  }

  /** The length of the datagrams that a message was received as; the last may be shorter. */
  int receivedSegment(int i) {
    var at = control(i, LinuxCalls.SOL_UDP, LinuxCalls.UDP_GRO);
    return at == NONE ? received(i) : controls.get(JAVA_INT, at);
  }

  /** Where the data of a control message is; {@link #NONE} if there is none of its kind. */
  private long control(int i, int level, int type) {
    var start = (long) i * CONTROL;
    var end = start + controlLength(i);
    for (var at = start; at + CONTROL_HEAD <= end; at += padded(controls.get(JAVA_LONG, at))) {
      if (controls.get(JAVA_INT, at + 8) == level && controls.get(JAVA_INT, at + 12) == type) {
        return at + CONTROL_HEAD;
      }
    }
    return NONE;
  }

  /** A length with what is left free behind it; at least that of a head, so that no walk stands. */
  private static long padded(long length) {
    return Math.max(CONTROL_HEAD, (length + 7) & -8L);
  }

  boolean isIpv4(int i) {
    return SocketAddresses.isIpv4(names, (long) i * NAME);
  }

  long sourceHigh(int i) {
    return SocketAddresses.high(names, (long) i * NAME);
  }

  long sourceLow(int i) {
    return SocketAddresses.low(names, (long) i * NAME);
  }

  InetAddress source(int i) {
    return SocketAddresses.read(names, (long) i * NAME).getAddress();
  }

  /** Copies octets of a message, from {@code offset} on. */
  void read(int i, int offset, byte[] target, int length) {
    MemorySegment.copy(octets, JAVA_BYTE, (long) i * octetsEach + offset, target, 0, length);
  }

  /** Puts octets into a message, which ends with them then. */
  void write(int i, int offset, byte[] source, int length) {
    MemorySegment.copy(source, 0, octets, JAVA_BYTE, (long) i * octetsEach + offset, length);
    vectors.set(JAVA_LONG, (long) i * VECTOR + 8, offset + length);
  }

  /**
   * Makes a message go to the sender of one in another array, from the address that one came to.
   */
  void addressTo(int i, MessageArray asked, int question) {
    var from = (long) question * HEAD;
    MemorySegment.copy(asked.names, (long) question * NAME, names, (long) i * NAME, NAME);
    var length = 0L;
    var inet = asked.control(question, LinuxCalls.SOL_IP, LinuxCalls.IP_PKTINFO);
    if (inet != NONE) {
      length = copyControl(i, asked, inet);
      controls.set(JAVA_INT, (long) i * CONTROL + CONTROL_HEAD, 0);
    }
    var inet6 = asked.control(question, LinuxCalls.SOL_IPV6, LinuxCalls.IPV6_PKTINFO);
    if (inet6 != NONE) {
      length = copyControl(i, asked, inet6);
      leaveRouteOpen((long) i * CONTROL + CONTROL_HEAD);
    }
    setLengths(i, asked.heads.get(JAVA_INT, from + NAME_LENGTH_AT), length);
  }

  /** Whether two messages received have one sender, and came to one address of this machine. */
  boolean haveOneWay(int one, int other) {
    return areEqual(names, (long) one * NAME, (long) other * NAME, NAME)
        && haveOneControl(one, other, LinuxCalls.SOL_IP, LinuxCalls.IP_PKTINFO)
        && haveOneControl(one, other, LinuxCalls.SOL_IPV6, LinuxCalls.IPV6_PKTINFO);
  }

  private boolean haveOneControl(int one, int other, int level, int type) {
    var ofOne = control(one, level, type);
    var ofOther = control(other, level, type);
    if (ofOne == NONE || ofOther == NONE) {
      return ofOne == ofOther;
    }
    var length = controls.get(JAVA_LONG, ofOne - CONTROL_HEAD) - CONTROL_HEAD;
    return areEqual(controls, ofOne, ofOther, length);
  }

  private static boolean areEqual(MemorySegment memory, long one, long other, long length) {
    return MemorySegment.mismatch(memory, one, one + length, memory, other, other + length) < 0;
  }

  private long copyControl(int i, MessageArray asked, long data) {
    var at = data - CONTROL_HEAD;
    var length = padded(asked.controls.get(JAVA_LONG, at));
    MemorySegment.copy(asked.controls, at, controls, (long) i * CONTROL, length);
    return length;
  }

  /**
   * The address it came to is the one to answer from; by which interface is for the routes to say,
   * unless the address is good on one link only.
   */
  private void leaveRouteOpen(long inet6) {
    if ((controls.get(JAVA_BYTE, inet6) & 0xff) != 0xfe) {
      controls.set(JAVA_INT, inet6 + INET6_ADDRESS, 0);
    }
  }

  /** Has the system send a message that was addressed as datagrams of this length. */
  void segment(int i, int length) {
    var used = controlLength(i);
    var at = (long) i * CONTROL + used;
    controls.set(JAVA_LONG, at, CONTROL_HEAD + Short.BYTES);
    controls.set(JAVA_INT, at + 8, LinuxCalls.SOL_UDP);
    controls.set(JAVA_INT, at + 12, LinuxCalls.UDP_SEGMENT);
    controls.set(JAVA_SHORT, at + CONTROL_HEAD, (short) length);
    heads.set(
        JAVA_LONG, (long) i * HEAD + CONTROL_LENGTH_AT, used + padded(CONTROL_HEAD + Short.BYTES));
  }
}

package io.postern.dns.datagram;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;

/**
 * Datagrams outside of the heap, with the {@code mmsghdr} that Linux wants for each: where its
 * octets are, whom it is from or for, and, if asked for, at which of this machine's addresses
 * ({@code in_pktinfo}, {@code in6_pktinfo}; RFC 3542 §6).
 *
 * <pre>
 *   mmsghdr: name 8, its length 8, iovec 8, their number 8, control 8, its length 8, flags 8, received 8
 * </pre>
 */
final class MessageArray {
  private static final int HEAD = 64;
  private static final int NAME_LENGTH_AT = 8;
  private static final int CONTROL_LENGTH_AT = 40;
  private static final int RECEIVED_AT = 56;
  private static final int VECTOR = 16;
  private static final int NAME = 32;

  /** Room for one control message: a head of 16 octets and the 20 of an in6_pktinfo. */
  private static final int CONTROL = 40;

  private static final int CONTROL_HEAD = 16;
  private static final int INET6_ADDRESS = 16;

  private final int octetsEach;
  private final boolean withControl;
  private final MemorySegment heads;
  private final MemorySegment vectors;
  private final MemorySegment names;
  private final MemorySegment controls;
  private final MemorySegment octets;

  /**
   * @param octetsEach the longest datagram
   * @param withControl whether it is kept which of this machine's addresses one came to
   */
  MessageArray(Arena arena, int size, int octetsEach, boolean withControl) {
    this.octetsEach = octetsEach;
    this.withControl = withControl;
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
      heads.set(JAVA_LONG, head + 32, withControl ? controls.address() + (long) i * CONTROL : 0);
      vectors.set(JAVA_LONG, (long) i * VECTOR, octets.address() + (long) i * octetsEach);
      vectors.set(JAVA_LONG, (long) i * VECTOR + 8, octetsEach);
    }
    clear(size);
  }

  /** Where the heads are, for the system. */
  long address() {
    return heads.address();
  }

  /** Where the heads from number {@code first} on are. */
  long address(int first) {
    return heads.address() + (long) first * HEAD;
  }

  /** Gives the first datagrams their whole room again, as the system says there what it used. */
  void clear(int count) {
    for (int i = 0; i < count; i++) {
      var head = (long) i * HEAD;
      heads.set(JAVA_INT, head + NAME_LENGTH_AT, NAME);
      heads.set(JAVA_LONG, head + CONTROL_LENGTH_AT, withControl ? CONTROL : 0);
    }
  }

  /** Octets of a datagram that was received. */
  int length(int i) {
    return heads.get(JAVA_INT, (long) i * HEAD + RECEIVED_AT);
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

  void read(int i, byte[] target, int length) {
    MemorySegment.copy(octets, JAVA_BYTE, (long) i * octetsEach, target, 0, length);
  }

  /** Makes datagram {@code i} go to the sender of one in another array, from where that came to. */
  void answer(int i, MessageArray asked, int question) {
    var from = (long) question * HEAD;
    MemorySegment.copy(asked.names, (long) question * NAME, names, (long) i * NAME, NAME);
    setLengths(
        i,
        asked.heads.get(JAVA_INT, from + NAME_LENGTH_AT),
        asked.heads.get(JAVA_LONG, from + CONTROL_LENGTH_AT));
    if (withControl) {
      var at = (long) question * CONTROL;
      MemorySegment.copy(asked.controls, at, controls, (long) i * CONTROL, CONTROL);
      leaveRouteOpen(i);
    }
  }

  private void setLengths(int i, int nameLength, long controlLength) {
    heads.set(JAVA_INT, (long) i * HEAD + NAME_LENGTH_AT, nameLength);
    heads.set(JAVA_LONG, (long) i * HEAD + CONTROL_LENGTH_AT, controlLength);
  }

  /** Puts octets into a datagram. */
  void write(int i, byte[] source, int length) {
    MemorySegment.copy(source, 0, octets, JAVA_BYTE, (long) i * octetsEach, length);
    vectors.set(JAVA_LONG, (long) i * VECTOR + 8, length);
  }

  /** A copy of where a datagram came from and to. */
  MessageArray copyOfHead(Arena arena, int i) {
    var copy = new MessageArray(arena, 1, 1, withControl);
    copy.answer(0, this, i);
    return copy;
  }

  /**
   * The address it came to is the one to answer from; by which interface is for the routes to say,
   * unless the address is good on one link only.
   */
  private void leaveRouteOpen(int i) {
    var control = (long) i * CONTROL;
    var data = control + CONTROL_HEAD;
    if (heads.get(JAVA_LONG, (long) i * HEAD + CONTROL_LENGTH_AT) == 0) {
      return;
    }
    if (controls.get(JAVA_INT, control + 8) == LinuxCalls.SOL_IP) {
      controls.set(JAVA_INT, data, 0);
    } else if ((controls.get(JAVA_BYTE, data) & 0xff) != 0xfe) {
      controls.set(JAVA_INT, data + INET6_ADDRESS, 0);
    }
  }
}

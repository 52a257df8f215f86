package io.postern.dns.datagram;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * Addresses as Linux keeps them: {@code sockaddr_in} and {@code sockaddr_in6}. An IPv4 address that
 * is mapped into IPv6 (RFC 4291 §2.5.5.2), as sockets for both have it, counts as IPv4.
 */
final class SocketAddresses {
  /** Octets of the longer of the two. */
  static final int LENGTH = 28;

  private static final int INET_LENGTH = 16;
  private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt NATIVE_INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT = big(ValueLayout.JAVA_SHORT_UNALIGNED);
  private static final ValueLayout.OfInt INT = big(ValueLayout.JAVA_INT_UNALIGNED);
  private static final ValueLayout.OfLong LONG = big(ValueLayout.JAVA_LONG_UNALIGNED);

  private static final long PORT_AT = 2;
  private static final long INET_AT = 4;
  private static final long INET6_AT = 8;
  private static final long SCOPE_AT = 24;
  private static final int MAPPED = 0xffff;

  private SocketAddresses() {}

  private static ValueLayout.OfShort big(ValueLayout.OfShort layout) {
    return layout.withOrder(ByteOrder.BIG_ENDIAN);
  }

  private static ValueLayout.OfInt big(ValueLayout.OfInt layout) {
    return layout.withOrder(ByteOrder.BIG_ENDIAN);
  }

  private static ValueLayout.OfLong big(ValueLayout.OfLong layout) {
    return layout.withOrder(ByteOrder.BIG_ENDIAN);
  }

  /**
   * Writes an address for a socket of a family.
   *
   * @return its length
   */
  static int write(InetSocketAddress address, int family, MemorySegment target) {
    target.asSlice(0, LENGTH).fill((byte) 0);
    target.set(FAMILY, 0, (short) family);
    target.set(SHORT, PORT_AT, (short) address.getPort());
    var host = address.getAddress();
    if (family == LinuxCalls.AF_INET) {
      MemorySegment.copy(host.getAddress(), 0, target, JAVA_BYTE, INET_AT, 4);
      return INET_LENGTH;
    }
    if (host instanceof Inet4Address && !host.isAnyLocalAddress()) {
      target.set(INT, INET6_AT + 8, MAPPED);
      MemorySegment.copy(host.getAddress(), 0, target, JAVA_BYTE, INET6_AT + 12, 4);
    } else if (host instanceof Inet6Address ipv6) {
      MemorySegment.copy(ipv6.getAddress(), 0, target, JAVA_BYTE, INET6_AT, 16);
      target.set(NATIVE_INT, SCOPE_AT, ipv6.getScopeId());
    }
    return LENGTH;
  }

  static InetSocketAddress read(MemorySegment source, long at) {
    return new InetSocketAddress(readHost(source, at), source.get(SHORT, at + PORT_AT) & 0xffff);
  }

  private static InetAddress readHost(MemorySegment source, long at) {
    var inet = isInet(source, at);
    var octets = new byte[inet ? 4 : 16];
    MemorySegment.copy(
        source, JAVA_BYTE, at + (inet ? INET_AT : INET6_AT), octets, 0, octets.length);
    var scope = inet ? 0 : source.get(NATIVE_INT, at + SCOPE_AT);
    try {
      return scope == 0
          ? InetAddress.getByAddress(octets)
          : Inet6Address.getByAddress(null, octets, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 octets are an address", e);
    }
  }

  private static boolean isInet(MemorySegment source, long at) {
    return source.get(FAMILY, at) == LinuxCalls.AF_INET;
  }

  static boolean isIpv4(MemorySegment source, long at) {
    return isInet(source, at)
        || (source.get(LONG, at + INET6_AT) == 0 && source.get(INT, at + INET6_AT + 8) == MAPPED);
  }

  /** The first half of an IPv6 address; 0 for an IPv4 address. */
  static long high(MemorySegment source, long at) {
    return isInet(source, at) ? 0 : source.get(LONG, at + INET6_AT);
  }

  /** The second half of an IPv6 address; an IPv4 address in the lowest 32 bits. */
  static long low(MemorySegment source, long at) {
    if (isInet(source, at)) {
      return source.get(INT, at + INET_AT) & 0xffff_ffffL;
    }
    return isIpv4(source, at)
        ? source.get(INT, at + INET6_AT + 12) & 0xffff_ffffL
        : source.get(LONG, at + INET6_AT + 8);
  }
}

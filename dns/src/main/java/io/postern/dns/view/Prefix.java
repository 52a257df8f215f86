package io.postern.dns.view;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * A block of IPv4 or IPv6 addresses with its host bits zero.
 *
 * @param ipv4 the family; an IPv4 address is in the lowest 32 bits of {@code low}
 */
public record Prefix(boolean ipv4, long high, long low, int length) {
  static final int IPV4_LENGTH = 32;
  static final int IPV6_LENGTH = 128;

  public Prefix {
    if (length < 0 || length > (ipv4 ? 32 : 128)) {
      throw new IllegalArgumentException("a prefix length of " + length + " does not fit");
    }
  }

  /** The prefix written in CIDR form, {@code 10.1.0.0/16}; host bits that are set are refused. */
  public static Prefix parse(String text) {
    var slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("\"" + text + "\" is no prefix such as 10.1.0.0/16");
    }
    var address = literal(text.substring(0, slash));
    var prefix = of(address, Integer.parseInt(text.substring(slash + 1)));
    if (!prefix.equals(new Prefix(prefix.ipv4, high(address), low(address), prefix.length))) {
      throw new IllegalArgumentException("\"" + text + "\" has bits set behind its prefix length");
    }
    return prefix;
  }

  private static InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no address", e);
    }
  }

  /** The prefix of {@code length} bits that {@code address} lies in. */
  public static Prefix of(InetAddress address, int length) {
    var ipv4 = address instanceof Inet4Address;
    if (length < 0 || length > (ipv4 ? 32 : 128)) {
      throw new IllegalArgumentException("a prefix length of " + length + " does not fit");
    }
    return masked(ipv4, high(address), low(address), length);
  }

  /** The prefix that holds one address alone. */
  public static Prefix of(InetAddress address) {
    return of(address, address instanceof Inet4Address ? IPV4_LENGTH : IPV6_LENGTH);
  }

  /**
   * The prefix of {@code length} bits of an address given as 4 or 16 octets; 16 of them are IPv6
   * whatever they say, also an IPv4 address that is mapped into IPv6.
   */
  public static Prefix ofOctets(byte[] octets, int length) {
    var buffer = ByteBuffer.wrap(octets);
    return octets.length == 4
        ? masked(true, 0, buffer.getInt() & 0xffff_ffffL, length)
        : masked(false, buffer.getLong(), buffer.getLong(), length);
  }

  public boolean contains(InetAddress address) {
    return address instanceof Inet4Address == ipv4 && of(address, length).equals(this);
  }

  /** The bit at a place, counted from the front, 0 for the first. */
  boolean bit(int place) {
    return bit(high, low, (ipv4 ? IPV4_LENGTH : IPV6_LENGTH) - 1 - place);
  }

  /** The bit of an address that has {@code behind} others behind it. */
  static boolean bit(long high, long low, int behind) {
    return ((behind >= 64 ? high >>> (behind - 64) : low >>> behind) & 1) != 0;
  }

  private static Prefix masked(boolean ipv4, long high, long low, int length) {
    var kept = ipv4 ? length + 96 : length;
    return new Prefix(ipv4, high & highMask(kept), low & lowMask(kept), length);
  }

  private static long highMask(int kept) {
    return kept >= 64 ? -1L : kept == 0 ? 0 : -1L << (64 - kept);
  }

  private static long lowMask(int kept) {
    return kept == 128 ? -1L : kept <= 64 ? 0 : -1L << (128 - kept);
  }

  /**
   * Whether an address lies in this prefix: an IPv4 address is in the lowest bits of its number.
   */
  boolean contains(boolean inIpv4, long addressHigh, long addressLow) {
    var kept = ipv4 ? length + 96 : length;
    return inIpv4 == ipv4
        && (addressHigh & highMask(kept)) == high
        && (addressLow & lowMask(kept)) == low;
  }

  private static long high(InetAddress address) {
    return address instanceof Inet4Address ? 0 : ByteBuffer.wrap(address.getAddress()).getLong();
  }

  private static long low(InetAddress address) {
    var octets = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet4Address ? octets.getInt() & 0xffff_ffffL : octets.getLong(8);
  }

  @Override
  public String toString() {
    try {
      var octets = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
      var address = ipv4 ? ByteBuffer.allocate(4).putInt((int) low).array() : octets;
      return InetAddress.getByAddress(address).getHostAddress() + "/" + length;
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 octets are an address", e);
    }
  }
}

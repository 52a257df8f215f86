package io.postern.server.kernel;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 address as a value that can be counted with and sorted. */
public final class IpAddress implements Comparable<IpAddress> {
  private static final Pattern V4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Parses an address literal; names are never looked up.
   *
   * @throws ControlException {@code InvalidArgument} with reason INVALID_FIELD
   */
  public static IpAddress parse(String text, String field) {
    if (V4.matcher(text).matches() || (V6.matcher(text).matches() && text.length() <= 45)) {
      try {
        return new IpAddress(InetAddress.getByName(text).getAddress());
      } catch (UnknownHostException e) {
        // falls through to the one refusal
      }
    }
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        field,
        "'" + text + "' is not an IPv4 or IPv6 address; write one such as 10.1.0.5.");
  }

  public static IpAddress of(String text) {
    return parse(text, "address");
  }

  public static IpAddress of(byte[] bytes) {
    if (bytes.length != 4 && bytes.length != 16)
      throw new IllegalArgumentException("4 or 16 bytes, not " + bytes.length);
    return new IpAddress(bytes.clone());
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public boolean isV4() {
    return bytes.length == 4;
  }

  public InetAddress toInetAddress() {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The address this many places further on. */
  public IpAddress plus(long places) {
    var moved = new BigInteger(1, bytes).add(BigInteger.valueOf(places)).toByteArray();
    var result = new byte[bytes.length];
    int length = Math.min(moved.length, result.length);
    System.arraycopy(moved, moved.length - length, result, result.length - length, length);
    return new IpAddress(result);
  }

  public IpAddress next() {
    return plus(1);
  }

  public IpAddress previous() {
    return plus(-1);
  }

  /** Orders IPv4 before IPv6 and each by value. */
  @Override
  public int compareTo(IpAddress other) {
    return bytes.length == other.bytes.length
        ? Arrays.compareUnsigned(bytes, other.bytes)
        : bytes.length - other.bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The text form; IPv6 as RFC 5952 writes it. */
  @Override
  public String toString() {
    return isV4() ? toInetAddress().getHostAddress() : compressed();
  }

  private String compressed() {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++)
      groups[i] = Byte.toUnsignedInt(bytes[2 * i]) << 8 | Byte.toUnsignedInt(bytes[2 * i + 1]);
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int length = 0;
      while (i + length < 8 && groups[i + length] == 0) length++;
      if (length > bestLength) {
        bestStart = i;
        bestLength = length;
      }
    }
    var text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        text.append("::");
        i += bestLength - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') text.append(':');
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /** The bytes in hexadecimal: sorts as the address does within one family. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }
}

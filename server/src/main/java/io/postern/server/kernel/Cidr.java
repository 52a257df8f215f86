package io.postern.server.kernel;

import java.util.regex.Pattern;

/**
 * An address prefix, {@code 10.1.0.0/16}.
 *
 * @param network the first address; its host bits are zero
 */
public record Cidr(IpAddress network, int length) {
  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

  /**
   * Parses a prefix.
   *
   * @throws ControlException {@code InvalidArgument} with reason INVALID_FIELD
   */
  public static Cidr parse(String text, String field) {
    int slash = text.indexOf('/');
    if (slash < 0) throw malformed(text, field, "has no length; write one such as 10.1.0.0/16");
    var network = IpAddress.parse(text.substring(0, slash), field);
    int bits = network.isV4() ? 32 : 128;
    var digits = text.substring(slash + 1);
    if (!LENGTH.matcher(digits).matches())
      throw malformed(text, field, "has a length that is not a number");
    int length = Integer.parseInt(digits);
    if (length > bits) throw malformed(text, field, "has a length outside 0-" + bits);
    var cidr = new Cidr(masked(network, length), length);
    if (!cidr.network.equals(network)) {
      throw malformed(text, field, "has bits set beyond its length; did you mean " + cidr + "?");
    }
    return cidr;
  }

  public static Cidr of(String text) {
    return parse(text, "prefix");
  }

  private static ControlException malformed(String text, String field, String why) {
    return ControlException.invalid(
        Reason.INVALID_FIELD, field, "The address prefix '" + text + "' " + why + ".");
  }

  private static IpAddress masked(IpAddress address, int length) {
    var bytes = address.bytes();
    for (int bit = length; bit < bytes.length * 8; bit++)
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    return IpAddress.of(bytes);
  }

  public boolean isV4() {
    return network.isV4();
  }

  public IpAddress last() {
    var bytes = network.bytes();
    for (int bit = length; bit < bytes.length * 8; bit++)
      bytes[bit / 8] |= (byte) (0x80 >> bit % 8);
    return IpAddress.of(bytes);
  }

  public boolean contains(IpAddress address) {
    return address.isV4() == isV4() && masked(address, length).equals(network);
  }

  public boolean contains(Cidr other) {
    return other.length >= length && contains(other.network);
  }

  public boolean overlaps(Cidr other) {
    return contains(other) || other.contains(this);
  }

  @Override
  public String toString() {
    return network + "/" + length;
  }
}

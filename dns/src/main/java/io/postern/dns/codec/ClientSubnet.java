package io.postern.dns.codec;

import io.postern.dns.view.Prefix;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The EDNS Client Subnet option of a query (RFC 7871 §6): family, source prefix length, scope
 * prefix length, and as many octets of the address as the source prefix length needs.
 */
public final class ClientSubnet {
  static final int OPTION_CODE = 8;

  private static final int FIXED_LENGTH = 4;
  private static final int SCOPE_AT = 3;
  private static final int FAMILY_NONE = 0;
  private static final int FAMILY_IPV4 = 1;
  private static final int FAMILY_IPV6 = 2;

  private final byte[] option;
  private final @Nullable Prefix network;

  private ClientSubnet(byte[] option, @Nullable Prefix network) {
    this.option = option;
    this.network = network;
  }

  /**
   * Reads the option's data.
   *
   * @throws FormatException if the family is unknown, the scope of a query is not 0, the address
   *     has more or fewer octets than its length needs, or bits beyond it
   */
  static ClientSubnet read(byte[] option) throws FormatException {
    if (option.length < FIXED_LENGTH) {
      throw new FormatException();
    }
    var family = ByteBuffer.wrap(option).getShort() & 0xffff;
    var length = option[2] & 0xff;
    var octets = option.length - FIXED_LENGTH;
    if (length > bits(family) || option[SCOPE_AT] != 0 || octets != (length + 7) / 8) {
      throw new FormatException();
    }
    if (length == 0) {
      return new ClientSubnet(option, null);
    }
    var address = new byte[bits(family) / 8];
    System.arraycopy(option, FIXED_LENGTH, address, 0, octets);
    if (hasBitsBeyond(address, length)) {
      throw new FormatException();
    }
    return new ClientSubnet(option, Prefix.ofOctets(address, length));
  }

  /** Some senders name no family where they name no address. */
  private static int bits(int family) throws FormatException {
    return switch (family) {
      case FAMILY_NONE -> 0;
      case FAMILY_IPV4 -> 32;
      case FAMILY_IPV6 -> 128;
      default -> throw new FormatException();
    };
  }

  private static boolean hasBitsBeyond(byte[] address, int length) {
    return length % 8 != 0 && (address[length / 8] & (0xff >> (length % 8))) != 0;
  }

  /** The client's network; null if the sender asks that none is used (RFC 7871 §7.1.2). */
  public @Nullable Prefix network() {
    return network;
  }

  /** The option's data in a response: the query's with the scope (RFC 7871 §7.2.1). */
  byte[] withScope(int scope) {
    var answered = Arrays.copyOf(option, option.length);
    answered[SCOPE_AT] = (byte) scope;
    return answered;
  }
}

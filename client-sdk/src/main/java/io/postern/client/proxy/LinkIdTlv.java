package io.postern.client.proxy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The link identifier in a header of the PROXY protocol, version 2. A private link service with
 * {@code enable_proxy_protocol} puts such a header before the payload of each TCP connection and
 * health probe; all consumers have the same few source addresses, so the identifier is what tells
 * them apart. It equals {@code link_identifier} of the connection.
 *
 * <pre>
 *   byte   0     1   2     3     4   5   6   7
 *        +----+---------+----+-------------------+
 *        | EE |  00 05  | 01 | link identifier   |
 *        +----+---------+----+-------------------+
 *         type  length   sub-  uint32, the LOW
 *               (high    type  byte first
 *               byte
 *               first)
 * </pre>
 *
 * <p>The length is in network byte order like all numbers of the protocol, the identifier is not;
 * that is how Azure writes it.
 */
public final class LinkIdTlv {
  /** The type of the element; of those that the protocol leaves to applications. */
  public static final int TYPE = 0xEE;

  /** The sub-type: what follows is a link identifier. */
  public static final int LINK_ID = 0x01;

  /** The bytes of the element, its type and length included. */
  public static final int SIZE = 8;

  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final int FIXED_PART = SIGNATURE.length + 4;
  private static final int VALUE_SIZE = 5;
  private static final int TLV_HEAD = 3;
  private static final long MAX_IDENTIFIER = 0xFFFF_FFFFL;

  private LinkIdTlv() {}

  /**
   * Writes the element for a link identifier.
   *
   * @throws IllegalArgumentException for a number that is not a uint32
   */
  public static byte[] encode(long linkIdentifier) {
    if (linkIdentifier < 0 || linkIdentifier > MAX_IDENTIFIER)
      throw new IllegalArgumentException(
          "A link identifier is from 0 to 4294967295, not " + linkIdentifier + ".");
    return ByteBuffer.allocate(SIZE)
        .put((byte) TYPE)
        .putShort((short) VALUE_SIZE)
        .put((byte) LINK_ID)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) linkIdentifier)
        .array();
  }

  /**
   * Finds the link identifier among the elements of a header: the bytes after its addresses. Other
   * elements, and of this type other sub-types, are passed over.
   *
   * @throws IllegalArgumentException when an element is longer than what is there, or a link
   *     identifier has another length
   */
  public static OptionalLong decode(byte[] elements) {
    return decode(ByteBuffer.wrap(elements));
  }

  /**
   * Finds the link identifier in a whole header, as it is read from a connection. What follows the
   * header is not looked at.
   *
   * @return empty when the header carries none, as one for a connection of the balancer's own
   * @throws IllegalArgumentException when the bytes are not a complete header of version 2
   */
  public static OptionalLong fromHeader(byte[] bytes) {
    int size = headerSize(bytes);
    if (bytes.length < size)
      throw new IllegalArgumentException(
          "The header has " + size + " bytes, and only " + bytes.length + " are here; read on.");
    int addresses = addressesSize(bytes[SIGNATURE.length + 1]);
    if (addresses > size - FIXED_PART)
      throw new IllegalArgumentException("The header is too short for its addresses.");
    int from = FIXED_PART + addresses;
    return decode(ByteBuffer.wrap(bytes, from, size - from));
  }

  /**
   * The size of a header whose first 16 bytes are here: how far to read before asking for the
   * identifier, and where the payload begins.
   *
   * @throws IllegalArgumentException when the bytes are not the beginning of a header of version 2
   */
  public static int headerSize(byte[] bytes) {
    boolean signed =
        bytes.length >= FIXED_PART
            && Arrays.equals(bytes, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    if (!signed || (bytes[SIGNATURE.length] & 0xF0) != 0x20)
      throw new IllegalArgumentException(
          "This is not a header of the PROXY protocol, version 2, or not its first 16 bytes.");
    return FIXED_PART + Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(FIXED_PART - 2));
  }

  /** By the address family, the high half of the byte: unspecified, IPv4, IPv6, Unix. */
  private static int addressesSize(byte familyAndProtocol) {
    return switch ((familyAndProtocol & 0xF0) >> 4) {
      case 0 -> 0;
      case 1 -> 12;
      case 2 -> 36;
      case 3 -> 216;
      default ->
          throw new IllegalArgumentException("The header names an address family there is not.");
    };
  }

  private static OptionalLong decode(ByteBuffer elements) {
    while (elements.hasRemaining()) {
      if (elements.remaining() < TLV_HEAD) throw tooShort();
      int type = Byte.toUnsignedInt(elements.get());
      int length = Short.toUnsignedInt(elements.getShort());
      if (length > elements.remaining()) throw tooShort();
      int next = elements.position() + length;
      boolean isLinkId = type == TYPE && length > 0 && elements.get(elements.position()) == LINK_ID;
      if (isLinkId) return OptionalLong.of(identifier(elements, length));
      elements.position(next);
    }
    return OptionalLong.empty();
  }

  private static long identifier(ByteBuffer elements, int length) {
    if (length != VALUE_SIZE)
      throw new IllegalArgumentException(
          "A link identifier has 4 bytes, not " + (length - 1) + ".");
    int number = elements.order(ByteOrder.LITTLE_ENDIAN).getInt(elements.position() + 1);
    return Integer.toUnsignedLong(number);
  }

  private static IllegalArgumentException tooShort() {
    return new IllegalArgumentException("An element of the header is longer than what is there.");
  }
}

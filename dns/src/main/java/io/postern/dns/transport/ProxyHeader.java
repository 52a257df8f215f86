package io.postern.dns.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The header with which a proxy begins a connection or a datagram, to say for whom it asks: the
 * PROXY protocol, version 2, section 2.2.
 *
 * <pre>
 *   12 octets   1                    1                   2        length
 *  +----------+--------------------+-------------------+--------+-------------------+
 *  | signature| version | command  | family | protocol | length | addresses, TLVs   |
 *  +----------+--------------------+-------------------+--------+-------------------+
 * </pre>
 *
 * <p>The protocol, stream or datagram, is that of the client and not of the proxy, so it need not
 * be the one that the header came by.
 *
 * @param source the client's address; null where the proxy asks for itself (the command LOCAL)
 */
record ProxyHeader(@Nullable InetAddress source) {
  private static final byte[] SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };
  private static final int FIXED_LENGTH = SIGNATURE.length + 4;
  private static final int VERSION = 2;
  private static final int LOCAL = 0;
  private static final int PROXY = 1;
  private static final int INET = 1;
  private static final int INET6 = 2;
  private static final int MAX_FAMILY = 3;
  private static final int MAX_PROTOCOL = 2;
  private static final int TLV_HEAD = 3;

  /**
   * Reads the header that begins a connection.
   *
   * @throws ProtocolException if it does not begin with one
   */
  static ProxyHeader read(DataInputStream in) throws IOException {
    var fixed = new byte[FIXED_LENGTH];
    in.readFully(fixed);
    requireSignature(ByteBuffer.wrap(fixed));
    var length = ByteBuffer.wrap(fixed).getShort(FIXED_LENGTH - 2) & 0xffff;
    var whole = Arrays.copyOf(fixed, FIXED_LENGTH + length);
    in.readFully(whole, FIXED_LENGTH, length);
    return read(ByteBuffer.wrap(whole));
  }

  /**
   * Whether the octets that have come have all of a header in them.
   *
   * @throws ProtocolException if they do not begin with one
   */
  static boolean isWhole(ByteBuffer octets) throws ProtocolException {
    if (octets.remaining() < FIXED_LENGTH) {
      return false;
    }
    requireSignature(octets.slice());
    var length = octets.getShort(octets.position() + FIXED_LENGTH - 2) & 0xffff;
    return octets.remaining() >= FIXED_LENGTH + length;
  }

  /**
   * Reads the header that begins a datagram; the buffer stands behind it then.
   *
   * @throws ProtocolException if it does not begin with one
   */
  static ProxyHeader read(ByteBuffer buffer) throws ProtocolException {
    if (buffer.remaining() < FIXED_LENGTH) {
      throw new ProtocolException("shorter than a PROXY header");
    }
    requireSignature(buffer.slice());
    buffer.position(buffer.position() + SIGNATURE.length);
    var versionAndCommand = buffer.get() & 0xff;
    var familyAndProtocol = buffer.get() & 0xff;
    var length = buffer.getShort() & 0xffff;
    if (length > buffer.remaining()) {
      throw new ProtocolException("shorter than its PROXY header says");
    }
    var content = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    return read(versionAndCommand, familyAndProtocol, content);
  }

  private static void requireSignature(ByteBuffer head) throws ProtocolException {
    if (!head.slice(0, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE))) {
      throw new ProtocolException("no PROXY header");
    }
  }

  private static ProxyHeader read(int versionAndCommand, int familyAndProtocol, ByteBuffer content)
      throws ProtocolException {
    var family = familyAndProtocol >> 4;
    var protocol = familyAndProtocol & 0xf;
    if (versionAndCommand >> 4 != VERSION || family > MAX_FAMILY || protocol > MAX_PROTOCOL) {
      throw new ProtocolException("a PROXY header of another version");
    }
    return switch (versionAndCommand & 0xf) {
      // What else such a header says is to be left alone.
      case LOCAL -> new ProxyHeader(null);
      case PROXY -> new ProxyHeader(source(family, content));
      default -> throw new ProtocolException("a PROXY header of an unknown command");
    };
  }

  /** A client whose address is not told is not guessed at: the header is as good as none. */
  private static InetAddress source(int family, ByteBuffer content) throws ProtocolException {
    if (family != INET && family != INET6) {
      throw new ProtocolException("a PROXY header without an IP address");
    }
    var octets = new byte[family == INET ? 4 : 16];
    var addressesAndPorts = 2 * octets.length + 4;
    if (content.remaining() < addressesAndPorts) {
      throw new ProtocolException("a PROXY header too short for its addresses");
    }
    content.get(octets);
    requireWholeElements(content.position(addressesAndPorts));
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 or 16 octets are an address", e);
    }
  }

  private static void requireWholeElements(ByteBuffer elements) throws ProtocolException {
    while (elements.hasRemaining()) {
      var end = elements.position() + TLV_HEAD;
      if (end <= elements.limit()) {
        end += elements.getShort(end - 2) & 0xffff;
      }
      if (end > elements.limit()) {
        throw new ProtocolException("a PROXY header with a broken element");
      }
      elements.position(end);
    }
  }
}

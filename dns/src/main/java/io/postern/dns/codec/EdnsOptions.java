package io.postern.dns.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The options of a query's OPT record that this server knows; others are passed over (RFC 6891
 * §6.1.2).
 *
 * @param subnet where the client behind the sender is; null if nothing is said of it
 * @param cookie null if there is none
 * @param asksForServer whether the server is to name itself (RFC 5001)
 * @param asksForKeepalive whether the client wants to know how long its connection is kept (RFC
 *     7828)
 */
public record EdnsOptions(
    @Nullable ClientSubnet subnet,
    @Nullable Cookie cookie,
    boolean asksForServer,
    boolean asksForKeepalive) {
  static final int NSID = 3;
  static final int KEEPALIVE = 11;
  static final int PADDING = 12;
  static final int EXTENDED_ERROR = 15;

  public static final EdnsOptions NONE = new EdnsOptions(null, null, false, false);

  /**
   * Reads the options between the buffer's position and {@code end}.
   *
   * @throws FormatException if one of them is broken, or there are two client subnets, of which
   *     nobody could say which one counts
   */
  static EdnsOptions read(ByteBuffer message, int end) throws FormatException {
    var options = NONE;
    while (message.position() < end) {
      var code = message.getShort() & 0xffff;
      var length = message.getShort() & 0xffff;
      if (length > end - message.position()) {
        throw new FormatException();
      }
      var next = message.position() + length;
      options = options.with(code, length, message);
      message.position(next);
    }
    if (message.position() != end) {
      throw new FormatException();
    }
    return options;
  }

  private EdnsOptions with(int code, int length, ByteBuffer message) throws FormatException {
    return switch (code) {
      case ClientSubnet.OPTION_CODE ->
          new EdnsOptions(readSubnet(length, message), cookie, asksForServer, asksForKeepalive);
      // Of several cookies the first counts.
      case Cookie.OPTION_CODE ->
          cookie != null
              ? this
              : new EdnsOptions(
                  subnet,
                  Cookie.read(message.slice(message.position(), length)),
                  asksForServer,
                  asksForKeepalive);
      case NSID -> new EdnsOptions(subnet, cookie, true, asksForKeepalive);
      case KEEPALIVE -> new EdnsOptions(subnet, cookie, asksForServer, true);
      default -> this;
    };
  }

  private ClientSubnet readSubnet(int length, ByteBuffer message) throws FormatException {
    if (subnet != null) {
      throw new FormatException();
    }
    var option = new byte[length];
    message.get(option);
    return ClientSubnet.read(option);
  }
}

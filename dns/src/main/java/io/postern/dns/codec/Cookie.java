package io.postern.dns.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The COOKIE option of a query (RFC 7873 §4): what the client made up, and what a server gave it
 * earlier.
 *
 * @param client eight octets, in the order they came
 * @param server what a server gave; null if the client has nothing yet. Octets that are of no kind
 *     this server makes are kept here all the same
 */
public record Cookie(long client, @Nullable ServerPart server) {
  static final int OPTION_CODE = 10;

  private static final int CLIENT_LENGTH = 8;
  private static final int MIN_SERVER_LENGTH = 8;
  private static final int MAX_SERVER_LENGTH = 32;

  /** The part a server made, 8 to 32 octets; not to be changed. */
  public record ServerPart(byte[] octets) {}

  /**
   * Reads the option's data.
   *
   * @throws FormatException if it is of no length that a cookie can have (RFC 7873 §5.2.2)
   */
  static Cookie read(ByteBuffer message, int length) throws FormatException {
    var ofServer = length - CLIENT_LENGTH;
    if (ofServer != 0 && (ofServer < MIN_SERVER_LENGTH || ofServer > MAX_SERVER_LENGTH)) {
      throw new FormatException();
    }
    var client = message.getLong();
    if (ofServer == 0) {
      return new Cookie(client, null);
    }
    var server = new byte[ofServer];
    message.get(server);
    return new Cookie(client, new ServerPart(server));
  }
}

package io.postern.dns.codec;

import java.nio.ByteBuffer;

/**
 * The COOKIE option of a query (RFC 7873 §4): what the client made up, and what a server gave it
 * earlier.
 */
public final class Cookie {
  static final int OPTION_CODE = 10;

  private static final int CLIENT_LENGTH = 8;
  private static final int MIN_SERVER_LENGTH = 8;
  private static final int MAX_SERVER_LENGTH = 32;

  private final long client;
  private final byte[] server;

  private Cookie(long client, byte[] server) {
    this.client = client;
    this.server = server;
  }

  /**
   * Reads the option's data, which is all that is left in the buffer.
   *
   * @throws FormatException if it is of no length that a cookie can have (RFC 7873 §5.2.2)
   */
  static Cookie read(ByteBuffer data) throws FormatException {
    var ofServer = data.remaining() - CLIENT_LENGTH;
    if (ofServer != 0 && (ofServer < MIN_SERVER_LENGTH || ofServer > MAX_SERVER_LENGTH)) {
      throw new FormatException();
    }
    return of(data);
  }

  /** The cookie of these octets: eight of the client's, then a server's if there are more. */
  public static Cookie of(ByteBuffer data) {
    var client = data.getLong();
    var server = new byte[data.remaining()];
    data.get(server);
    return new Cookie(client, server);
  }

  /** The client's part: eight octets, in the order they came. */
  public long client() {
    return client;
  }

  /** Whether it has a server's part. */
  public boolean hasServerPart() {
    return server.length > 0;
  }

  /** The server's part: 8 to 32 octets, of whatever kind of server, or nothing. */
  public ByteBuffer serverPart() {
    return ByteBuffer.wrap(server).asReadOnlyBuffer();
  }
}

package io.postern.dns.guard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * What server cookies are made with: 128 bits that all servers behind one address share (RFC 9018
 * §5). It never shows itself.
 */
public record CookieSecret(long low, long high) {
  /** Octets of a secret. */
  public static final int LENGTH = 16;

  /**
   * The secret of these octets.
   *
   * @throws IllegalArgumentException if they are not {@link #LENGTH}
   */
  public static CookieSecret of(byte[] octets) {
    if (octets.length != LENGTH) {
      throw new IllegalArgumentException(
          "a cookie secret has " + LENGTH + " octets, not " + octets.length);
    }
    var words = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    return new CookieSecret(words.getLong(), words.getLong());
  }

  static CookieSecret random(SecureRandom source) {
    return new CookieSecret(source.nextLong(), source.nextLong());
  }

  @Override
  public String toString() {
    return "CookieSecret";
  }
}

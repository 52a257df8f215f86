package io.postern.dns.codec;

import javax.crypto.SecretKey;
import org.xbill.DNS.Name;

/**
 * A key that a network's machines or forwarders share with this server to sign queries (RFC 8945).
 * It never shows its secret.
 *
 * @param name a domain name by which both sides call it
 * @param networkKey the network that whoever has the key belongs to
 */
public record TsigKey(String name, Algorithm algorithm, SecretKey secret, String networkKey) {

  /** How messages are signed; those of RFC 8945 §6 that are good enough today. */
  public enum Algorithm {
    HMAC_SHA256("hmac-sha256", 32),
    HMAC_SHA384("hmac-sha384", 48),
    HMAC_SHA512("hmac-sha512", 64);

    private final String text;
    private final int length;

    Algorithm(String text, int length) {
      this.text = text;
      this.length = length;
    }

    /** The domain name that messages call it by. */
    Name wireName() {
      return Name.fromConstantString(text + ".");
    }

    /** Octets of a whole signature. */
    int length() {
      return length;
    }
  }

  @Override
  public String toString() {
    return "TsigKey[" + name + ", " + algorithm + ", " + networkKey + "]";
  }
}

package io.postern.dns.codec;

import javax.crypto.SecretKey;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

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
    HMAC_SHA256(TSIG.HMAC_SHA256, 32),
    HMAC_SHA384(TSIG.HMAC_SHA384, 48),
    HMAC_SHA512(TSIG.HMAC_SHA512, 64);

    private final Name wireName;
    private final int length;

    Algorithm(Name wireName, int length) {
      this.wireName = wireName;
      this.length = length;
    }

    Name wireName() {
      return wireName;
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

package io.postern.server.identity.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a token's secret, all that is kept of it. The secret has 256 random bits, so there
 * is nothing to guess and no need for a slow hash.
 *
 * @param hex 64 hexadecimal digits
 */
public record SecretHash(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public SecretHash {
    if (!FORM.matcher(hex).matches()) throw new IllegalArgumentException("no SHA-256");
  }

  static SecretHash of(byte[] secret) {
    try {
      return new SecretHash(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether both are the same, in a time that does not depend on where they differ. */
  boolean isSame(SecretHash other) {
    return MessageDigest.isEqual(HexFormat.of().parseHex(hex), HexFormat.of().parseHex(other.hex));
  }

  @Override
  public String toString() {
    return "(not shown)";
  }
}

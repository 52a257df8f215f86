package io.postern.server.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * What stands for a name where rows are only ever looked up by the whole of it: the first 16 octets
 * of its SHA-256, which nobody can find two names for. A tenth of the name's length, in every row
 * and index that has one.
 */
public final class NameHash {
  private NameHash() {}

  /** The hash of a name, the same for every way to write it. */
  public static UUID of(ResourceName name) {
    var digest = sha256().digest(name.key().getBytes(StandardCharsets.UTF_8));
    return new UUID(number(digest, 0), number(digest, Long.BYTES));
  }

  private static long number(byte[] digest, int from) {
    long number = 0;
    for (int i = from; i < from + Long.BYTES; i++) number = number << 8 | digest[i] & 0xff;
    return number;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}

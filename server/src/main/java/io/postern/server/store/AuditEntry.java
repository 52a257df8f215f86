package io.postern.server.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An entry of the audit, chained to the one before.
 *
 * @param number grows by one with each entry
 * @param previous the hash of the entry before; empty for the first
 * @param hash the SHA-256 of all that the entry says and of the hash before it
 */
public record AuditEntry(long number, AuditNote note, String previous, String hash) {
  /** Chains a note to what the chain ends with. */
  public static AuditEntry after(AuditMark last, AuditNote note) {
    long number = last.number() + 1;
    return new AuditEntry(number, note, last.hash(), hash(number, note, last.hash()));
  }

  public AuditMark mark() {
    return new AuditMark(number, hash);
  }

  /** Whether the hash is that of what the entry says. */
  public boolean isIntact() {
    return hash.equals(hash(number, note, previous));
  }

  /**
   * Each field in turn, in UTF-8, with its length in octets and a colon before it and a comma after
   * it, so that no two entries have the same octets. The API's {@code AuditEntry} says it for those
   * who compute it again.
   */
  private static String hash(long number, AuditNote note, String previous) {
    var digest = sha256();
    add(digest, previous);
    add(digest, Long.toString(number));
    add(digest, Long.toString(note.time().toEpochMilli()));
    add(digest, note.principal());
    add(digest, note.tenant());
    add(digest, note.peer());
    add(digest, note.method());
    add(digest, note.requestId());
    add(digest, note.outcome());
    add(digest, note.reason());
    add(digest, note.message());
    add(digest, String.join("\n", note.resources()));
    add(digest, Integer.toString(note.resourceCount()));
    add(digest, String.join("\n", note.tenants()));
    add(digest, Long.toString(note.revision().number()));
    add(digest, note.changesHash());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Adds a text in the form in which the audit hashes texts. */
  public static void add(MessageDigest digest, String text) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    digest.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(octets);
    digest.update((byte) ',');
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

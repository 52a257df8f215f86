package io.postern.client.resource;

import io.postern.v1.AuditBreak;
import io.postern.v1.AuditEntry;
import io.postern.v1.AuditMark;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Computes the chain of the audit again from its entries, so that nobody has to take the server's
 * word for it. What an entry's hash is made of stands in the API, at {@code AuditEntry}.
 *
 * <p>For entries in the order of their numbers. Not for several threads at once.
 */
public final class AuditChain {
  private AuditMark reached;

  /**
   * @param before the place before the first entry
   */
  public AuditChain(AuditMark before) {
    this.reached = before;
  }

  /** The last entry that holds. */
  public AuditMark reached() {
    return reached;
  }

  /**
   * Takes the next entry.
   *
   * @return what is wrong with it; empty if it holds
   */
  public Optional<AuditBreak> next(AuditEntry entry) {
    long due = reached.getNumber() + 1;
    if (entry.getNumber() != due) {
      return fault(due, "The entry is missing; the next one is " + entry.getNumber() + ".");
    }
    if (!entry.getPreviousSha256().equals(reached.getSha256())) {
      return fault(due, "The entry does not follow from the one before it.");
    }
    if (!entry.getSha256().equals(hash(entry))) {
      return fault(due, "The entry does not say what it said when it was written.");
    }
    reached = AuditMark.newBuilder().setNumber(due).setSha256(entry.getSha256()).build();
    return Optional.empty();
  }

  /**
   * Ends the chain.
   *
   * @param last what it ended with, as the server has it
   * @return what is wrong with its end; empty if it holds
   */
  public Optional<AuditBreak> end(AuditMark last) {
    if (reached.getNumber() < last.getNumber()) {
      return fault(reached.getNumber() + 1, "The entry is missing; the chain ends before it.");
    }
    if (!reached.equals(last)) {
      return fault(last.getNumber(), "The entry is not the one that the chain ended with.");
    }
    return Optional.empty();
  }

  private static Optional<AuditBreak> fault(long number, String message) {
    return Optional.of(AuditBreak.newBuilder().setNumber(number).setMessage(message).build());
  }

  /** The hash that an entry has to have, in hexadecimal digits. */
  public static String hash(AuditEntry entry) {
    var digest = sha256();
    var time = entry.getTime();
    add(digest, entry.getPreviousSha256());
    add(digest, Long.toString(entry.getNumber()));
    add(digest, Long.toString(time.getSeconds() * 1000 + time.getNanos() / 1_000_000));
    add(digest, entry.getPrincipal());
    add(digest, entry.getTenant());
    add(digest, entry.getPeer());
    add(digest, entry.getMethod());
    add(digest, entry.getRequestId());
    add(digest, entry.getOutcome());
    add(digest, entry.getReason());
    add(digest, entry.getMessage());
    add(digest, String.join("\n", entry.getResourcesList()));
    add(digest, Integer.toString(entry.getResourceCount()));
    add(digest, String.join("\n", entry.getTenantsList()));
    add(digest, Long.toString(entry.getRevision()));
    add(digest, entry.getChangesSha256());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    digest.update((octets.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(octets);
    digest.update((byte) ',');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.postern.server.store.jdbc;

import io.postern.server.store.AuditEntry;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of the changes of one revision, row by row in their order, as they are stored. */
final class ChangesHash {
  private final MessageDigest digest = AuditEntry.sha256();

  void add(
      String operation,
      String kind,
      String body,
      @Nullable String earlier,
      @Nullable String tenant,
      String actor,
      String reason,
      long madeAt) {
    AuditEntry.add(digest, operation);
    AuditEntry.add(digest, kind);
    AuditEntry.add(digest, body);
    AuditEntry.add(digest, earlier == null ? "" : earlier);
    AuditEntry.add(digest, tenant == null ? "" : tenant);
    AuditEntry.add(digest, actor);
    AuditEntry.add(digest, reason);
    AuditEntry.add(digest, Long.toString(madeAt));
  }

  /** In hexadecimal digits; afterwards this is as new. */
  String end() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

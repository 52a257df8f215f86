package io.postern.server.store.jdbc;

import io.postern.server.store.AuditEntry;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of the changes of one revision, row by row in their order, as they are stored. */
final class ChangesHash {
  private final MessageDigest digest = AuditEntry.sha256();

  void add(ChangeRow row) {
    AuditEntry.add(digest, row.operation());
    AuditEntry.add(digest, row.kind());
    AuditEntry.add(digest, row.body());
    AuditEntry.add(digest, orNothing(row.earlier()));
    AuditEntry.add(digest, orNothing(row.tenant()));
    AuditEntry.add(digest, row.actor());
    AuditEntry.add(digest, row.reason());
    AuditEntry.add(digest, Long.toString(row.madeAt()));
  }

  private static String orNothing(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** In hexadecimal digits; afterwards this is as new. */
  String end() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

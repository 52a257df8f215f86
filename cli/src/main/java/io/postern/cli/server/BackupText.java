package io.postern.cli.server;

import io.postern.server.store.jdbc.backup.Summary;

/** What a backup holds, in words. */
final class BackupText {
  private BackupText() {}

  static String of(Summary summary) {
    return "%,d rows, sha256 %s".formatted(summary.rows(), summary.sha256());
  }
}

package io.postern.cli.server;

import io.postern.server.store.BackupSummary;

/** What a backup holds, in words. */
final class BackupText {
  private BackupText() {}

  static String of(BackupSummary summary) {
    return of(summary.rows(), summary.sha256());
  }

  static String of(long rows, String sha256) {
    return "%,d rows, sha256 %s".formatted(rows, sha256);
  }
}

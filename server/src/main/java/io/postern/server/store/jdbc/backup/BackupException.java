package io.postern.server.store.jdbc.backup;

/** What keeps a backup from being restored: the file, or where it is to go. */
public final class BackupException extends Exception {
  private static final long serialVersionUID = 1;

  public BackupException(String reason) {
    super(reason);
  }
}

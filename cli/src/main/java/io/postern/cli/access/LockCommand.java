package io.postern.cli.access;

import io.postern.cli.session.Session;
import io.postern.v1.LockLevel;
import io.postern.v1.ResourceLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern access lock}. */
@Command(
    name = "lock",
    description =
        "Keep a scope and what lies below it from being deleted, or from being changed at all, by"
            + " anybody.")
final class LockCommand implements Runnable {
  private final Session session;

  @Mixin private final NewEntry entry = new NewEntry();

  @Option(names = "--read-only", description = "Hold off every change. Default: only deletions.")
  private boolean readOnly;

  @Parameters(
      index = "0",
      paramLabel = "SCOPE",
      description =
          "subscriptions/{subscription}, a resource group or a resource, by its full name.")
  private String scope = "";

  LockCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var level = readOnly ? LockLevel.LOCK_LEVEL_READ_ONLY : LockLevel.LOCK_LEVEL_CAN_NOT_DELETE;
      var wanted = ResourceLock.newBuilder().setLevel(level).setNotes(entry.note()).build();
      var made =
          client
              .locks()
              .create(
                  scope, entry.id(readOnly ? "ReadOnly" : "CanNotDelete"), wanted, entry.options());
      session.out().println(entry.done("lock", made.value().getName()));
    }
  }
}

package io.postern.cli.audit;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern audit}. */
@Command(
    name = "audit",
    description = "See who did what and who was refused what, and verify that the record is whole.")
public final class AuditCommand {
  private AuditCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new AuditCommand())
        .addSubcommand(new ExportCommand(session))
        .addSubcommand(new ListCommand(session))
        .addSubcommand(new VerifyCommand(session));
  }
}

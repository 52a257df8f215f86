package io.postern.cli.connection;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern connection}. */
@Command(
    name = "connection",
    description =
        "Decide about connections, as the owner of what they lead to. To see what waits:"
            + " postern list connections --state pending.")
public final class ConnectionCommand {
  private ConnectionCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new ConnectionCommand())
        .addSubcommand(new ApproveCommand(session))
        .addSubcommand(new RejectCommand(session))
        .addSubcommand(new SuspendCommand(session))
        .addSubcommand(new ResumeCommand(session))
        .addSubcommand(new DeleteConnectionCommand(session));
  }
}

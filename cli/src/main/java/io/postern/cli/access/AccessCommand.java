package io.postern.cli.access;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern access}. */
@Command(
    name = "access",
    description =
        "Say who may do what, and see why. What was said is listed, shown and deleted as"
            + " role-assignments, deny-assignments and locks.")
public final class AccessCommand {
  private AccessCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new AccessCommand())
        .addSubcommand(new GrantCommand(session))
        .addSubcommand(new DenyCommand(session))
        .addSubcommand(new LockCommand(session))
        .addSubcommand(new TestCommand(session))
        .addSubcommand(new ExplainAccessCommand(session));
  }
}

package io.postern.cli.explain;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern explain}. */
@Command(
    name = "explain",
    description = "See why a connection, or an answer of DNS, is as it is: check by check.")
public final class ExplainCommand {
  private ExplainCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new ExplainCommand())
        .addSubcommand(new ExplainConnectionCommand(session))
        .addSubcommand(new ExplainResolutionCommand(session))
        .addSubcommand(new ExplainPastCommand(session));
  }
}

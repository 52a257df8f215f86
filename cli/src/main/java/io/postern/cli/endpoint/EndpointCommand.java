package io.postern.cli.endpoint;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern endpoint}. */
@Command(
    name = "endpoint",
    description =
        "Act on private endpoints, as their owner. 'postern apply' makes them, 'postern delete"
            + " endpoint' deletes them.")
public final class EndpointCommand {
  private EndpointCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new EndpointCommand()).addSubcommand(new ResubmitCommand(session));
  }
}

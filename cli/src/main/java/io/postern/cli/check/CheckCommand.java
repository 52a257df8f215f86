package io.postern.cli.check;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern check}. */
@Command(name = "check", description = "See what follows from the resources as they are.")
public final class CheckCommand {
  private CheckCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new CheckCommand()).addSubcommand(new ConnectivityCommand(session));
  }
}

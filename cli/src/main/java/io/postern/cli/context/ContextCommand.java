package io.postern.cli.context;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern context}. */
@Command(
    name = "context",
    description =
        "Keep servers, identities and scopes under names, in ~/.config/postern/contexts.yaml (or"
            + " below XDG_CONFIG_HOME).")
public final class ContextCommand {
  private ContextCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new ContextCommand())
        .addSubcommand(new ListContextsCommand(session))
        .addSubcommand(new UseContextCommand(session))
        .addSubcommand(new SetContextCommand(session))
        .addSubcommand(new DeleteContextCommand(session));
  }
}

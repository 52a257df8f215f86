package io.postern.cli.identity;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern token}. */
@Command(name = "token", description = "Make, rotate and revoke API tokens for programs.")
public final class TokenCommand {
  private TokenCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new CreateTokenCommand(session))
        .addSubcommand(new ListTokensCommand(session))
        .addSubcommand(new RotateTokenCommand(session))
        .addSubcommand(new RevokeTokenCommand(session));
  }
}

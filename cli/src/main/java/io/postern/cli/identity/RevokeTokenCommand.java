package io.postern.cli.identity;

import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern token revoke}. */
@Command(
    name = "revoke",
    description = "Make a token good for nothing, at once; streams that it opened end.")
final class RevokeTokenCommand implements Runnable {
  private final Session session;

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Parameters(paramLabel = "TOKEN", description = "The token, such as apiTokens/k7qd….")
  private String name = "";

  RevokeTokenCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var _ = client.apiTokens().revoke(name, flags.options());
      session.out().println((flags.dryRun() ? "Would revoke " : "Revoked ") + name);
    }
  }
}

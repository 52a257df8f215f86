package io.postern.cli.connection;

import io.postern.cli.noun.LinkNouns;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.TargetOptions;
import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern connection delete}. */
@Command(
    name = "delete",
    description =
        "End a connection for good, in any state. Its endpoint becomes disconnected and can only be"
            + " deleted.")
final class DeleteConnectionCommand implements Runnable {
  private final Session session;

  @Mixin private final TargetOptions scope = new TargetOptions();

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Option(
      names = {"-d", "--description"},
      paramLabel = "TEXT",
      description = "Why, for the history and the other side; up to 140 characters.")
  private String description = "";

  @Parameters(
      paramLabel = "NAME",
      description =
          "The connection. The name of its endpoint is enough where only one connection has it.")
  private String name = "";

  DeleteConnectionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var fullName = new NameResolver(client, session, scope).resolve(LinkNouns.CONNECTION, name);
      client.connections().delete(fullName, description, flags.options());
      session.out().println((flags.dryRun() ? "Would end" : "Ended") + " connection " + fullName);
    }
  }
}

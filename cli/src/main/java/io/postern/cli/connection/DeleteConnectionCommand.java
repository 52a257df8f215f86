package io.postern.cli.connection;

import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern connection delete}. */
@Command(
    name = "delete",
    description =
        "End a connection for good, in any state. Its endpoint becomes disconnected and can only be"
            + " deleted.")
final class DeleteConnectionCommand implements Runnable {
  private final Session session;

  @Mixin private final NamedConnection connection = new NamedConnection();

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Option(
      names = {"-d", "--description"},
      paramLabel = "TEXT",
      description = "Why, for the history and the other side; up to 140 characters.")
  private String description = "";

  DeleteConnectionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var name = connection.name(client, session);
      client.connections().delete(name, description, flags.options());
      session.out().println((flags.dryRun() ? "Would end" : "Ended") + " connection " + name);
    }
  }
}

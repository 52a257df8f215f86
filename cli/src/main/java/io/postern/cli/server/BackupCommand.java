package io.postern.cli.server;

import io.postern.cli.session.Session;
import io.postern.server.app.Stores;
import io.postern.server.config.ServerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern backup}. */
@Command(
    name = "backup",
    description = {
      "Write everything in a store into a file, as it is at one revision: resources, addresses, the"
          + " log of changes. 'postern restore' makes a store of it, in a file or in PostgreSQL,"
          + " whichever it came from.",
      "With --server, the server that is named makes it while it runs; only administrators may."
          + " Otherwise the store is opened by this command: one in a file while no server runs on"
          + " it, one in PostgreSQL at any time."
    })
public final class BackupCommand implements Runnable {
  private final Session session;

  @Mixin private final StoreOptions options = new StoreOptions();

  @Option(names = "--force", description = "Write over a file that is there.")
  private boolean force;

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path file = Path.of("");

  public BackupCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var target = new WholeFile(file, force);
    var words =
        target.write(OneStore.named(session, options, this::ofServer, BackupCommand::ofStore));
    session.out().println("Backed up revision " + words + ".");
  }

  private static String ofStore(ServerSettings settings, OutputStream target) {
    var summary = Stores.backup(settings, target);
    return summary.revision().token() + ": " + BackupText.of(summary);
  }

  private String ofServer(OutputStream target) throws IOException {
    try (var client = session.connect()) {
      var end = client.backup().write(target);
      var summary = end.getSummary();
      return end.getRevisionToken() + ": " + BackupText.of(summary.getRows(), summary.getSha256());
    }
  }
}

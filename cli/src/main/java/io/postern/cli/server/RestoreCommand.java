package io.postern.cli.server;

import io.postern.cli.session.Session;
import io.postern.server.app.Stores;
import io.postern.server.config.ServerSettings;
import io.postern.server.store.jdbc.backup.BackupException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern restore}. */
@Command(
    name = "restore",
    description = {
      "Make a store of a file that 'postern backup' wrote, this version's or an earlier one's.",
      "The store must not be there yet, or be empty; a file that is not whole is refused, and"
          + " nothing is kept of it."
    })
public final class RestoreCommand implements Runnable {
  private final Session session;

  @Mixin private final StoreOptions options = new StoreOptions();

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  public RestoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var words = MadeStore.of(session, options, file, "restored", RestoreCommand::make);
    session.out().println("Restored revision " + words + ".");
  }

  private static String make(ServerSettings settings, Path backup)
      throws IOException, BackupException {
    try (var in = new BufferedInputStream(Files.newInputStream(backup))) {
      var summary = Stores.restore(settings, in);
      return summary.revision().token() + ": " + BackupText.of(summary);
    }
  }
}

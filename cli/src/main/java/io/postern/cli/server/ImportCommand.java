package io.postern.cli.server;

import io.postern.cli.session.Session;
import io.postern.server.app.Stores;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern import}. */
@Command(
    name = "import",
    description = {
      "Make a store of a file that 'postern export' wrote: the same resources with the same uids,"
          + " addresses and states, at the same revision.",
      "The store must not be there yet, or be empty; a file that is not whole is refused before"
          + " anything is written."
    })
public final class ImportCommand implements Runnable {
  private final Session session;

  @Mixin private final StoreOptions options = new StoreOptions();

  @Parameters(paramLabel = "FILE", description = "The export.")
  private Path file = Path.of("");

  public ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var words =
        MadeStore.of(
            session,
            options,
            file,
            "imported",
            (settings, export) -> ExportCommand.text(Stores.importFrom(settings, export)));
    session.out().println("Imported revision " + words + ".");
  }
}

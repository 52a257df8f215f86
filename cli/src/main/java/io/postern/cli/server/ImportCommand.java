package io.postern.cli.server;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.cli.session.Session;
import io.postern.server.app.Stores;
import io.postern.server.kernel.ControlException;
import io.postern.server.store.jdbc.backup.BackupException;
import java.io.IOException;
import java.nio.file.Files;
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
    var settings = options.settings(session.terminal());
    if (!Files.isRegularFile(file)) throw CommandFailure.usage("there is no file " + file);
    try {
      var summary = Stores.importFrom(settings, file);
      session.out().println("Imported revision " + ExportCommand.text(summary) + ".");
    } catch (BackupException e) {
      throw CommandFailure.usage(file + " cannot be imported: " + e.getMessage());
    } catch (ControlException e) {
      throw new CommandFailure(ExitCode.CANNOT_START, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandFailure.usage("the file " + file + " cannot be read: " + e.getMessage());
    }
  }
}

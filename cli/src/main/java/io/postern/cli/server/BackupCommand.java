package io.postern.cli.server;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.cli.session.Session;
import io.postern.server.app.Stores;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.ControlException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    if (session.given().server().isPresent()) {
      if (options.isGiven())
        throw CommandFailure.usage("--server and a store of one's own do not go together");
      into(this::ofServer);
      return;
    }
    var settings = options.settings(session.terminal());
    if (!Stores.mayExist(settings))
      throw CommandFailure.usage(
          "there is no store in " + settings.dataDirectory() + "; name its folder with --data");
    into(target -> ofStore(settings, target));
  }

  /** Writes a backup, and returns what it is in words. */
  @FunctionalInterface
  private interface Source {
    String write(OutputStream target) throws IOException;
  }

  private void into(Source source) {
    if (Files.exists(file) && !force)
      throw CommandFailure.usage(file + " is there already; --force writes over it");
    // What is not whole never has the name of a backup.
    var part = file.resolveSibling(file.getFileName() + ".part");
    try {
      var words = write(source, part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      session.out().println("Backed up revision " + words + ".");
    } catch (ControlException e) {
      throw new CommandFailure(ExitCode.CANNOT_START, String.valueOf(e.getMessage()));
    } catch (IOException | UncheckedIOException e) {
      throw CommandFailure.usage("the file " + file + " cannot be written: " + e.getMessage());
    }
  }

  private static String write(Source source, Path part) throws IOException {
    boolean whole = false;
    try (var out = new BufferedOutputStream(Files.newOutputStream(part))) {
      var words = source.write(out);
      whole = true;
      return words;
    } finally {
      if (!whole) Files.deleteIfExists(part);
    }
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

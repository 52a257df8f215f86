package io.postern.cli.server;

import io.postern.cli.session.Session;
import io.postern.server.app.Stores;
import io.postern.server.config.ServerSettings;
import io.postern.server.store.ExportSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern export}. */
@Command(
    name = "export",
    description = {
      "Write every resource in a store into a file, as lines of JSON that other programs can read,"
          + " as it is at one revision. 'postern import' makes a store of it, in a file or in"
          + " PostgreSQL.",
      "With --server, the server that is named makes it while it runs; only administrators may."
          + " Otherwise the store is opened by this command: one in a file while no server runs on"
          + " it, one in PostgreSQL at any time."
    })
public final class ExportCommand implements Runnable {
  private final Session session;

  @Mixin private final StoreOptions options = new StoreOptions();

  @Option(names = "--force", description = "Write over a file that is there.")
  private boolean force;

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path file = Path.of("");

  public ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var target = new WholeFile(file, force);
    var words =
        target.write(OneStore.named(session, options, this::ofServer, ExportCommand::ofStore));
    session.out().println("Exported revision " + words + ".");
  }

  private static String ofStore(ServerSettings settings, OutputStream target) {
    return text(Stores.export(settings, target));
  }

  private String ofServer(OutputStream target) throws IOException {
    try (var client = session.connect()) {
      var end = client.backup().export(target);
      var summary = end.getSummary();
      return text(end.getRevisionToken(), summary.getResources(), summary.getSha256());
    }
  }

  static String text(ExportSummary summary) {
    return text(summary.revision().token(), summary.resources(), summary.sha256());
  }

  private static String text(String revision, long resources, String sha256) {
    return "%s: %,d resources, sha256 %s".formatted(revision, resources, sha256);
  }
}

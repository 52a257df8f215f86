package io.postern.cli.audit;

import io.postern.cli.print.Json;
import io.postern.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern audit export}. */
@Command(
    name = "export",
    description = "Print all entries as lines of JSON, the oldest first. Only administrators may.")
final class ExportCommand implements Runnable {
  private final Session session;

  @Option(
      names = "--from",
      paramLabel = "NUMBER",
      description = "The first entry to print. Default: the oldest.")
  private long from;

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      client
          .audit()
          .export(
              from,
              part ->
                  part.getEntriesList().stream().map(Json::line).forEach(session.out()::println));
      session.out().flush();
    }
  }
}

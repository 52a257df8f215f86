package io.postern.cli.zone;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern zone}. */
@Command(
    name = "zone",
    description =
        "Import and export private DNS zones as zone files; see what is measured of them.")
public final class ZoneCommand {
  private ZoneCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new ZoneCommand())
        .addSubcommand(new ImportCommand(session))
        .addSubcommand(new ExportCommand(session))
        .addSubcommand(new MetricsCommand(session));
  }
}

package io.postern.cli.dns;

import io.postern.cli.session.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code postern dns}. */
@Command(
    name = "dns",
    description = "See what DNS on the server answers, or serve zone files without one.")
public final class DnsCommand {
  private DnsCommand() {}

  /** The command with its verbs. */
  public static CommandLine of(Session session) {
    return new CommandLine(new DnsCommand())
        .addSubcommand(new QueryCommand(session))
        .addSubcommand(new ServeCommand(session))
        .addSubcommand(new StatusCommand(session))
        .addSubcommand(new WaitCommand(session));
  }
}

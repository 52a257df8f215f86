package io.postern.cli;

import io.postern.cli.check.CheckCommand;
import io.postern.cli.connection.ConnectionCommand;
import io.postern.cli.context.ContextCommand;
import io.postern.cli.demo.DemoCommand;
import io.postern.cli.dns.DnsCommand;
import io.postern.cli.endpoint.EndpointCommand;
import io.postern.cli.explain.ExplainCommand;
import io.postern.cli.help.HelpCommand;
import io.postern.cli.resource.DeleteCommand;
import io.postern.cli.resource.GetCommand;
import io.postern.cli.resource.ListCommand;
import io.postern.cli.server.ServerCommand;
import io.postern.cli.session.Failures;
import io.postern.cli.session.GlobalOptions;
import io.postern.cli.session.Session;
import io.postern.cli.session.Terminal;
import io.postern.cli.subscription.SubscriptionCommand;
import io.postern.cli.topology.ApplyCommand;
import io.postern.cli.version.Version;
import io.postern.cli.version.VersionCommand;
import io.postern.cli.watch.WatchCommand;
import io.postern.cli.zone.ZoneCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The {@code postern} command. */
@Command(
    name = "postern",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Self-hosted private link: private endpoints, approvals and per-network DNS.")
public final class Postern {
  @Mixin private final GlobalOptions options = new GlobalOptions();

  private Postern() {}

  public static void main(String[] args) {
    System.exit(run(Terminal.system(), args));
  }

  /** Runs one command and returns its exit code; nothing is thrown. */
  public static int run(Terminal terminal, String... args) {
    return commandLine(terminal).execute(args);
  }

  /** The whole tree of commands, in the order the manual shows them. */
  public static CommandLine commandLine(Terminal terminal) {
    var postern = new Postern();
    var session = new Session(terminal, postern.options);
    var line = new CommandLine(postern);
    line.addSubcommand(new ServerCommand(session));
    line.addSubcommand(new DemoCommand(session));
    line.addSubcommand(new ApplyCommand(session));
    line.addSubcommand(new GetCommand(session));
    line.addSubcommand(new ListCommand(session));
    line.addSubcommand(new DeleteCommand(session));
    line.addSubcommand(EndpointCommand.of(session));
    line.addSubcommand(ConnectionCommand.of(session));
    line.addSubcommand(SubscriptionCommand.of(session));
    line.addSubcommand(ZoneCommand.of(session));
    line.addSubcommand(new WatchCommand(session));
    line.addSubcommand(DnsCommand.of(session));
    line.addSubcommand(ExplainCommand.of(session));
    line.addSubcommand(CheckCommand.of(session));
    line.addSubcommand(ContextCommand.of(session));
    line.addSubcommand(new VersionCommand(session));
    line.addSubcommand(new HelpCommand(session, line));

    var failures = new Failures(session);
    HelpLayout.apply(line);
    return line.setOut(terminal.out())
        .setErr(terminal.err())
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }
}

package io.postern.cli;

import io.postern.cli.access.AccessCommand;
import io.postern.cli.audit.AuditCommand;
import io.postern.cli.check.CheckCommand;
import io.postern.cli.connection.ConnectionCommand;
import io.postern.cli.context.ContextCommand;
import io.postern.cli.demo.DemoCommand;
import io.postern.cli.dns.DnsCommand;
import io.postern.cli.endpoint.EndpointCommand;
import io.postern.cli.explain.ExplainCommand;
import io.postern.cli.help.HelpCommand;
import io.postern.cli.identity.LoginCommand;
import io.postern.cli.identity.TokenCommand;
import io.postern.cli.identity.WhoAmICommand;
import io.postern.cli.resource.DeleteCommand;
import io.postern.cli.resource.GetCommand;
import io.postern.cli.resource.ListCommand;
import io.postern.cli.server.BackupCommand;
import io.postern.cli.server.ExportCommand;
import io.postern.cli.server.ImportCommand;
import io.postern.cli.server.RestoreCommand;
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
import io.postern.cli.webhook.WebhookCommand;
import io.postern.cli.zone.ZoneCommand;
import io.postern.v1.Watch;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;
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
  private static final SequencedMap<String, Function<Session, Object>> COMMANDS = commands();
  private static final Collection<String> ALL = COMMANDS.sequencedKeySet();

  @Mixin private final GlobalOptions options = new GlobalOptions();

  private Postern() {}

  public static void main(String[] args) {
    // Making the descriptors of the API takes as long as making the command line, and nearly every
    // command needs both: they share the processors.
    Thread.ofPlatform().daemon().name("postern-api").start(Watch::getDescriptor);
    System.exit(run(Terminal.system(), args));
  }

  /** Runs one command and returns its exit code; nothing is thrown. */
  public static int run(Terminal terminal, String... args) {
    // The others need not be made when the first word says which it is: a good part of a start.
    var only = args.length > 0 && COMMANDS.containsKey(args[0]) ? List.of(args[0]) : ALL;
    return commandLine(terminal, only).execute(args);
  }

  /** The whole tree of commands, in the order the manual shows them. */
  public static CommandLine commandLine(Terminal terminal) {
    return commandLine(terminal, ALL);
  }

  private static CommandLine commandLine(Terminal terminal, Collection<String> commands) {
    var postern = new Postern();
    var session = new Session(terminal, postern.options);
    var line = new CommandLine(postern);
    for (var name : commands) line.addSubcommand(made(name, session));
    if (commands.size() > 1) line.addSubcommand(new HelpCommand(session, line));

    var failures = new Failures(session);
    HelpLayout.apply(line);
    return line.setOut(terminal.out())
        .setErr(terminal.err())
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  private static Object made(String name, Session session) {
    return Objects.requireNonNull(COMMANDS.get(name), name).apply(session);
  }

  /** What makes each command, in the order of the manual; help comes last, and needs the others. */
  private static SequencedMap<String, Function<Session, Object>> commands() {
    var commands = new LinkedHashMap<String, Function<Session, Object>>();
    commands.put("server", ServerCommand::new);
    commands.put("backup", BackupCommand::new);
    commands.put("restore", RestoreCommand::new);
    commands.put("export", ExportCommand::new);
    commands.put("import", ImportCommand::new);
    commands.put("demo", DemoCommand::new);
    commands.put("apply", ApplyCommand::new);
    commands.put("get", GetCommand::new);
    commands.put("list", ListCommand::new);
    commands.put("delete", DeleteCommand::new);
    commands.put("endpoint", EndpointCommand::of);
    commands.put("connection", ConnectionCommand::of);
    commands.put("subscription", SubscriptionCommand::of);
    commands.put("zone", ZoneCommand::of);
    commands.put("watch", WatchCommand::new);
    commands.put("webhook", WebhookCommand::of);
    commands.put("dns", DnsCommand::of);
    commands.put("explain", ExplainCommand::of);
    commands.put("audit", AuditCommand::of);
    commands.put("check", CheckCommand::of);
    commands.put("access", AccessCommand::of);
    commands.put("login", LoginCommand::new);
    commands.put("whoami", WhoAmICommand::new);
    commands.put("token", TokenCommand::of);
    commands.put("context", ContextCommand::of);
    commands.put("version", VersionCommand::new);
    return commands;
  }
}

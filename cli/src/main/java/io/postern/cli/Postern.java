package io.postern.cli;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Durations;
import io.postern.cli.session.Failures;
import io.postern.cli.session.GlobalOptions;
import io.postern.cli.session.Session;
import io.postern.cli.session.Terminal;
import io.postern.cli.version.Version;
import io.postern.cli.version.VersionCommand;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;

/** The {@code postern} command. */
@Command(
    name = "postern",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Self-hosted private link: private endpoints, approvals and per-network DNS.")
public final class Postern implements Runnable {
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
    line.addSubcommand(new VersionCommand(session));
    line.addSubcommand(new HelpCommand());

    var failures = new Failures(terminal);
    return line.registerConverter(Duration.class, new Durations())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setParameterExceptionHandler(failures)
        .setExecutionExceptionHandler(failures);
  }

  @Override
  public void run() {
    throw CommandFailure.usage("say what to do; see 'postern --help'");
  }
}

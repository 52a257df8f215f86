package io.postern.cli.server;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.LocalServers;
import io.postern.cli.session.Session;
import io.postern.server.app.PosternServer;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.SettingException;
import io.postern.server.config.SettingsPrinter;
import io.postern.server.identity.AdministratorToken;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern server}: runs a server until it is told to stop. */
@Command(
    name = "server",
    description = {
      "Runs a server until it is told to stop (Ctrl-C, SIGTERM). Options win over the file that"
          + " --config names; docs/configuration.md describes it.",
      "Prints one line when it answers; logs go to the error stream."
    })
public final class ServerCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private final ServerOptions options = new ServerOptions();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      converter = LogLevel.Reader.class,
      description = "debug, info, warn or error. Default: info.")
  private LogLevel logLevel = LogLevel.INFO;

  public ServerCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    logLevel.apply();
    var settings = settings();
    try (var foreground = Foreground.begin(session.terminal())) {
      var server = foreground.open(() -> ServerStart.start(settings), PosternServer::close);
      LoggerFactory.getLogger(ServerCommand.class)
          .info("Settings in effect:\n{}", SettingsPrinter.yaml(settings).stripTrailing());
      noteToken(server, settings);
      session.out().println(readyLine(server, settings));
      return foreground.untilStopped();
    }
  }

  /** So that commands of the same person on this machine find it. */
  private void noteToken(PosternServer server, ServerSettings settings) {
    var file = settings.dataDirectory().resolve(AdministratorToken.FILE);
    if (settings.auth().mode() == AuthSettings.Mode.PROVEN && Files.isReadable(file))
      LocalServers.of(session.terminal()).note(server.grpcAddress().getPort(), file);
  }

  private ServerSettings settings() {
    try {
      return options.settings(session.terminal());
    } catch (SettingException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private static String readyLine(PosternServer server, ServerSettings settings) {
    return "postern is ready: gRPC on "
        + Addresses.print(server.grpcAddress())
        + ", DNS on "
        + Addresses.print(server.dnsAddresses())
        + ", data in "
        + settings.dataDirectory()
        + "; started in "
        + sinceProcessStart()
        + ".";
  }

  /** What a person waited for: the time of the JVM itself counts. */
  private static String sinceProcessStart() {
    var start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
    return "%.2f s".formatted(Duration.between(start, Instant.now()).toMillis() / 1000.0);
  }
}

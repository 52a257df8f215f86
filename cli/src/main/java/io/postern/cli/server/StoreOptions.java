package io.postern.cli.server;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Terminal;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.SettingException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store is meant: named as for a server. */
final class StoreOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings file of the server, in YAML.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {"The server's data folder.", "Default: ~/.local/share/postern."})
  private @Nullable Path data;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "The PostgreSQL database, postgres://user@host:5432/database.")
  private @Nullable String store;

  /** Whether anything says which store. */
  boolean isGiven() {
    return config != null || data != null || store != null;
  }

  ServerSettings settings(Terminal terminal) {
    var options = new ServerOptions();
    options.config = config;
    options.data = data;
    options.store = store;
    try {
      return options.settings(terminal);
    } catch (SettingException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }
}

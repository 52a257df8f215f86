package io.postern.server.app;

import com.google.inject.Guice;
import com.google.inject.Stage;
import io.postern.server.config.DatabaseServer;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.SettingException;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.RandomIds;
import io.postern.server.rpc.ShownResources;
import io.postern.server.store.BackupSummary;
import io.postern.server.store.ExportSummary;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.store.jdbc.NewStore;
import io.postern.server.store.jdbc.PostgresServer;
import io.postern.server.store.jdbc.backup.BackupException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** The store that settings name: opened for a server, or written to a file and made of one. */
public final class Stores {
  private static final int CONNECTIONS = 2;

  private Stores() {}

  static JdbcStore open(ServerSettings settings, IdSource ids) {
    return open(settings, settings.store().connections(), ids);
  }

  private static JdbcStore open(ServerSettings settings, int connections, IdSource ids) {
    var shared = settings.store().server();
    return shared.isEmpty()
        ? JdbcStore.openFile(file(settings), connections, ids)
        : JdbcStore.openServer(server(settings, shared.get()), connections, ids);
  }

  /**
   * Writes everything in the store. A file has to be nobody else's for as long; a database may be
   * in use.
   *
   * @throws ControlException {@code Unavailable} when the store cannot be opened
   * @throws UncheckedIOException when the target does not take it
   */
  public static BackupSummary backup(ServerSettings settings, OutputStream target) {
    try (var store = open(settings, CONNECTIONS, new RandomIds())) {
      return store.backup(target);
    }
  }

  /**
   * Writes every resource in the store as lines of JSON, in the same way.
   *
   * @throws ControlException {@code Unavailable} when the store cannot be opened
   * @throws UncheckedIOException when the target does not take it
   */
  public static ExportSummary export(ServerSettings settings, OutputStream target) {
    try (var store = open(settings, CONNECTIONS, new RandomIds())) {
      var modules =
          PosternServer.modules(settings, () -> store, Clock.systemUTC(), new RandomIds());
      var shown =
          Guice.createInjector(Stage.DEVELOPMENT, modules).getInstance(ShownResources.class);
      return store.export(target, shown::text);
    }
  }

  /**
   * Makes a store of an export.
   *
   * @throws BackupException when it is no whole export, or there is a store already
   * @throws ControlException {@code Unavailable} when the store cannot be opened
   */
  public static ExportSummary importFrom(ServerSettings settings, Path export)
      throws IOException, BackupException {
    return fresh(settings).importFrom(export);
  }

  /** Whether there is a store in the file that the settings name, or may be in their database. */
  public static boolean mayExist(ServerSettings settings) {
    return settings.store().server().isPresent()
        || Files.exists(file(settings).resolveSibling("postern.mv.db"));
  }

  /**
   * Makes the store of a backup.
   *
   * @throws BackupException when it is no whole backup, or there is a store already
   * @throws ControlException {@code Unavailable} when the store cannot be opened
   */
  public static BackupSummary restore(ServerSettings settings, InputStream backup)
      throws IOException, BackupException {
    return fresh(settings).restore(backup);
  }

  private static NewStore fresh(ServerSettings settings) throws IOException {
    var shared = settings.store().server();
    if (shared.isPresent()) return NewStore.inDatabase(server(settings, shared.get()));
    Files.createDirectories(settings.dataDirectory());
    return NewStore.inFile(file(settings));
  }

  private static Path file(ServerSettings settings) {
    return settings.dataDirectory().resolve("postern");
  }

  private static PostgresServer server(ServerSettings settings, DatabaseServer server) {
    var password = settings.store().passwordFile().map(Stores::firstLine).orElse(null);
    return new PostgresServer(server.jdbcUrl(), server.user(), password);
  }

  private static String firstLine(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElse("");
    } catch (IOException | UncheckedIOException e) {
      throw new SettingException("store.passwordFile", file + " cannot be read.");
    }
  }
}

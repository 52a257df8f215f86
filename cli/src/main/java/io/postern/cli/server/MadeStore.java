package io.postern.cli.server;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.cli.session.Session;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.ControlException;
import io.postern.server.store.jdbc.backup.BackupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A store that is made of a file, as a whole or not at all. */
final class MadeStore {
  private MadeStore() {}

  /** Makes it, and returns what it is in words. */
  @FunctionalInterface
  interface Maker {
    String make(ServerSettings settings, Path file) throws IOException, BackupException;
  }

  /**
   * Makes it; what the maker says of it.
   *
   * @param made what a file that is refused cannot be, such as {@code restored}
   */
  static String of(Session session, StoreOptions options, Path file, String made, Maker maker) {
    var settings = options.settings(session.terminal());
    if (!Files.isRegularFile(file)) throw CommandFailure.usage("there is no file " + file);
    try {
      return maker.make(settings, file);
    } catch (BackupException e) {
      throw CommandFailure.usage(file + " cannot be " + made + ": " + e.getMessage());
    } catch (ControlException e) {
      throw new CommandFailure(ExitCode.CANNOT_START, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw CommandFailure.usage("the file " + file + " cannot be read: " + e.getMessage());
    }
  }
}

package io.postern.server.testing;

import io.postern.server.kernel.RandomIds;
import io.postern.server.store.jdbc.JdbcStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A database file with its tables and nothing in them, made once: making the tables is half of a
 * server's start, and there are some hundred of those in the tests.
 */
final class EmptyDatabase {
  private static final String FILE = "postern.mv.db";

  private EmptyDatabase() {}

  private static final class Made {
    static final byte[] CONTENT = make();

    private Made() {}
  }

  private static byte[] make() {
    try {
      var folder = Files.createTempDirectory("postern-empty");
      var file = folder.resolve(FILE);
      JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds()).close();
      var content = Files.readAllBytes(file);
      Files.delete(file);
      Files.deleteIfExists(folder.resolve("postern.acknowledged"));
      Files.delete(folder);
      return content;
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Puts it where a server will look for its database, unless there is one. */
  static void putInto(Path folder) throws IOException {
    Files.createDirectories(folder);
    var file = folder.resolve(FILE);
    if (!Files.exists(file)) Files.write(file, Made.CONTENT);
  }
}

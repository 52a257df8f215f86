package io.postern.cli.server;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import io.postern.server.app.Stores;
import io.postern.server.config.ServerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A verb that writes what a store has into a file: the store of a server that runs, or one that it
 * opens itself.
 */
abstract class StoreCopy implements Runnable {
  /** What the help says of which store it is. */
  static final String WHICH_STORE =
      "With --server, the server that is named makes it while it runs; only administrators may."
          + " Otherwise the store is opened by this command: one in a file while no server runs on"
          + " it, one in PostgreSQL at any time.";

  private final Session session;
  private final String done;

  @Mixin private final StoreOptions options = new StoreOptions();

  @Option(names = "--force", description = "Write over a file that is there.")
  private boolean force;

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path file = Path.of("");

  /**
   * @param done what is said of the revision that was written
   */
  StoreCopy(Session session, String done) {
    this.session = session;
    this.done = done;
  }

  /** Has a server write its store, and returns what was written in words. */
  abstract String write(PosternClient client, OutputStream target) throws IOException;

  /** Writes a store that no server need run on, and returns what was written in words. */
  abstract String write(ServerSettings settings, OutputStream target);

  @Override
  public void run() {
    var words = new WholeFile(file, force).write(source());
    session.out().println(done + " revision " + words + ".");
  }

  private WholeFile.Source source() {
    if (session.given().server().isPresent()) {
      if (options.isGiven())
        throw CommandFailure.usage("--server and a store of one's own do not go together");
      return this::ofServer;
    }
    var settings = options.settings(session.terminal());
    if (!Stores.mayExist(settings))
      throw CommandFailure.usage(
          "there is no store in " + settings.dataDirectory() + "; name its folder with --data");
    return target -> write(settings, target);
  }

  private String ofServer(OutputStream target) throws IOException {
    try (var client = session.connect()) {
      return write(client, target);
    }
  }
}

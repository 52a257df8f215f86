package io.postern.cli.server;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Session;
import io.postern.server.app.Stores;
import io.postern.server.config.ServerSettings;
import java.io.OutputStream;
import java.util.function.BiFunction;

/** The store that a command means: that of a server that runs, or one that it opens itself. */
final class OneStore {
  private OneStore() {}

  /**
   * What writes it.
   *
   * @param ofServer has the server that is named write it
   * @param ofStore writes one that is opened for that
   */
  static WholeFile.Source named(
      Session session,
      StoreOptions options,
      WholeFile.Source ofServer,
      BiFunction<ServerSettings, OutputStream, String> ofStore) {
    if (session.given().server().isPresent()) {
      if (options.isGiven())
        throw CommandFailure.usage("--server and a store of one's own do not go together");
      return ofServer;
    }
    var settings = options.settings(session.terminal());
    if (!Stores.mayExist(settings))
      throw CommandFailure.usage(
          "there is no store in " + settings.dataDirectory() + "; name its folder with --data");
    return target -> ofStore.apply(settings, target);
  }
}

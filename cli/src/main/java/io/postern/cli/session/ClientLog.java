package io.postern.cli.session;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What gRPC logs in a process that only calls a server: nothing. What goes wrong with a call is
 * told by its status, and a person is told that in one line; the log would put stack traces before
 * it.
 */
final class ClientLog {
  /** Held here, since the logging library forgets the level of a logger that nobody holds. */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private ClientLog() {}

  static void silence() {
    GRPC.setLevel(Level.OFF);
  }
}

package io.postern.dns.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way back to whoever sent a message. Exactly one of the two is called, once, by any thread.
 */
interface Reply {
  void send(byte[] response);

  /** The message gets no answer. */
  void drop();

  /** How long the connection is kept without queries; null where there is none to keep. */
  default @Nullable Duration keptFor() {
    return null;
  }
}

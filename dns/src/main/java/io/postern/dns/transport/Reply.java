package io.postern.dns.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way back to whoever sent a message. Exactly one of {@link #send} and {@link #drop} is called,
 * once, by any thread.
 */
interface Reply {
  void send(byte[] response);

  /**
   * Sends a message of a response that has several, before the last one is sent; waits while the
   * client does not read. False if there is no way back any more.
   */
  default boolean sendPart(byte[] message) {
    return false;
  }

  /** The message gets no answer. */
  void drop();

  /** How long the connection is kept without queries; null where there is none to keep. */
  default @Nullable Duration keptFor() {
    return null;
  }
}

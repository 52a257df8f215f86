package io.postern.dns.transport;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection as {@link Admission} sees it: who holds it, and how much it is in use. */
abstract class OpenConnection {
  private volatile @Nullable InetAddress holder;

  /** Whose place it takes; null until that is known. */
  @Nullable InetAddress holder() {
    return holder;
  }

  void heldBy(InetAddress client) {
    holder = client;
  }

  /** Whether a whole query has come; until then the client has shown no use for its place. */
  abstract boolean hasAsked();

  /** How long nothing has been asked or answered; 0 while a query waits for its answer. */
  abstract long quietNanos();

  /** Closes it if nothing has moved on it for as long as there is patience. */
  abstract void closeIfStalled(Duration patience);

  /** Closes it at once. */
  abstract void close();

  /** Whether it would be missed less than another: nothing was asked on it yet, or longer ago. */
  boolean isLessLossThan(OpenConnection other) {
    return hasAsked() == other.hasAsked() ? quietNanos() > other.quietNanos() : !hasAsked();
  }
}

package io.postern.client.watch;

import java.util.Optional;

/**
 * A watch that is under way. It holds one stream and one thread, and goes on until it is closed,
 * its client is closed, or it fails. Thread-safe.
 */
public interface Watch extends AutoCloseable {

  /** How far its listener has been told; empty before the first position. */
  Optional<WatchPosition> position();

  /** Whether it is over. */
  boolean isDone();

  /**
   * Waits until the watch is over. Returns when it was closed.
   *
   * @throws io.postern.client.error.PosternException when it failed
   * @throws RuntimeException what the listener threw, when it did
   * @throws InterruptedException when the waiting thread is interrupted; the watch goes on
   */
  void await() throws InterruptedException;

  /**
   * Ends the watch. When this returns the listener is not being called and will not be again; only
   * a thread that is interrupted meanwhile does not wait for a call under way. A listener may close
   * its own watch and is told nothing more.
   */
  @Override
  void close();
}

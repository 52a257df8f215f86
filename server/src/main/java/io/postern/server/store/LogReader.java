package io.postern.server.store;

import io.postern.server.kernel.Revision;
import java.time.Duration;

/** Something that follows the change log and can tell how far it is. */
public interface LogReader {
  /** What it is called in errors and logs. */
  String name();

  /** Waits until this reader has served a revision; false after the time-out. */
  boolean awaitServed(Revision revision, Duration timeout) throws InterruptedException;
}

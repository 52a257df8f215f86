package io.postern.server.store;

import io.postern.server.kernel.Revision;
import java.time.Duration;

/** Something that goes from revision to revision, only forward. */
public interface Progress {
  /** The revision it is at. */
  Revision current();

  /** Waits until it is at the revision or beyond; false after the time-out. */
  boolean await(Revision revision, Duration timeout) throws InterruptedException;
}

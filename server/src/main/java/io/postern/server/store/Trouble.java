package io.postern.server.store;

import io.postern.server.kernel.Problem;
import java.time.Duration;

/**
 * Why a store takes no writes, and since when. It ends by itself once its cause is gone.
 *
 * @param problem what a writer is told
 * @param beganNanos when it began, on the clock of {@link System#nanoTime}
 */
public record Trouble(Problem problem, long beganNanos) {
  /** How long it has lasted. */
  public Duration lasting() {
    return Duration.ofNanos(System.nanoTime() - beganNanos);
  }
}

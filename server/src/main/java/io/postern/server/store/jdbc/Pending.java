package io.postern.server.store.jdbc;

import io.postern.server.kernel.RequestContext;
import io.postern.server.store.Committed;
import io.postern.server.store.WriteTx;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A writer that waits at the door. Its outcome is set by the door's thread and shows only after
 * {@link #release}.
 */
final class Pending<T> {
  final RequestContext context;
  final Function<WriteTx, T> work;
  final boolean planOnly;
  private final CountDownLatch released = new CountDownLatch(1);
  private @Nullable Committed<T> outcome;
  private @Nullable RuntimeException refusal;

  Pending(RequestContext context, Function<WriteTx, T> work, boolean planOnly) {
    this.context = context;
    this.work = work;
    this.planOnly = planOnly;
  }

  void succeed(Committed<T> committed) {
    outcome = committed;
  }

  void refuse(RuntimeException why) {
    refusal = why;
  }

  void release() {
    released.countDown();
  }

  /**
   * Waits for the door. Not interruptible: an interrupted caller must still learn whether its write
   * was made.
   */
  Committed<T> await() {
    boolean interrupted = false;
    while (true) {
      try {
        released.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) Thread.currentThread().interrupt();
    if (refusal != null) throw refusal;
    return Objects.requireNonNull(outcome);
  }
}

package io.postern.server.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends messages to a reader, each once the reader is ready for it: what a slow reader has not
 * taken waits where it comes from and not in memory. For one thread at a time.
 */
public final class PatientReader<M> {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ServerCallStreamObserver<M> reader;
  private final String what;
  private final Semaphore called = new Semaphore(0);

  /**
   * Listens to the call; must happen before the service method returns.
   *
   * @param what is sent, as the subject of a sentence: {@code The backup}
   */
  public PatientReader(ServerCallStreamObserver<M> reader, String what) {
    this.reader = reader;
    this.what = what;
    reader.setOnReadyHandler(called::release);
    reader.setOnCancelHandler(called::release);
  }

  /**
   * Sends a message.
   *
   * @throws ControlException {@code Unavailable} when the reader takes nothing for a minute, or is
   *     gone
   */
  public void send(M message) {
    awaitReady();
    reader.onNext(message);
  }

  private void awaitReady() {
    try {
      while (!reader.isReady() && !reader.isCancelled()) {
        if (!called.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) throw left();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw left();
    }
    if (reader.isCancelled()) throw left();
  }

  private ControlException left() {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                Reason.RETRYABLE_ERROR,
                what
                    + " was not taken for a minute; ask for it again, and read it without a"
                    + " pause.")));
  }
}

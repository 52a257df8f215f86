package io.postern.server.rpc;

import io.grpc.Context;
import io.grpc.Context.CancellationListener;
import io.grpc.Status;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Progress;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that wait for a revision, each on its own thread. A wait ends with the revision, its
 * time, its caller, or the server, whichever is first.
 */
public final class RevisionWaits implements AutoCloseable {
  /** The most calls that wait at once. */
  static final int MAX = 50_000;

  private static final Duration COME_BACK_AFTER = Duration.ofSeconds(1);

  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private final int most;
  private volatile boolean ending;

  @Inject
  RevisionWaits() {
    this(MAX);
  }

  RevisionWaits(int most) {
    this.most = most;
  }

  /** How many calls wait. */
  public int count() {
    return waits.size();
  }

  /**
   * Waits on behalf of the call that this thread serves.
   *
   * @return whether the revision was reached; false after the time-out
   * @throws ControlException {@code RateLimited} when too many wait, {@code Unavailable} when the
   *     server stops
   * @throws io.grpc.StatusRuntimeException when the caller left or its deadline passed
   */
  public boolean await(Progress progress, Revision revision, Duration timeout) {
    if (!revision.isAfter(progress.current())) return true;
    if (timeout.isZero()) return false;
    if (waits.size() >= most) throw tooMany();
    var wait = new Wait(Thread.currentThread());
    var call = Context.current();
    waits.add(wait);
    call.addListener(wait, Runnable::run);
    try {
      // It may have come too late to be ended with the others.
      if (ending) throw stopping();
      return progress.await(revision, timeout);
    } catch (InterruptedException e) {
      throw call.isCancelled() ? Status.CANCELLED.asRuntimeException() : stopping();
    } finally {
      call.removeListener(wait);
      wait.leave();
      waits.remove(wait);
    }
  }

  /** Ends all waits, and begins no new ones. */
  @Override
  public void close() {
    ending = true;
    waits.forEach(Wait::end);
  }

  private static ControlException stopping() {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                Reason.RETRYABLE_ERROR,
                "The server is stopping; wait for the revision later or at another server.")));
  }

  private ControlException tooMany() {
    return ControlException.of(
        new ControlError.RateLimited(
            Problem.of(
                    Reason.TOO_MANY_CALLS,
                    most + " calls wait at this server already; come back later or ask another.")
                .with("quota", "revisionWaits")
                .with("limit", Integer.toString(most)),
            COME_BACK_AFTER));
  }

  /** A thread that can be woken for as long as it waits, and not a moment later. */
  private static final class Wait implements CancellationListener {
    private final Thread thread;
    private boolean left;
    private boolean woken;

    Wait(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void cancelled(Context context) {
      end();
    }

    synchronized void end() {
      if (left) return;
      woken = true;
      thread.interrupt();
    }

    /** Called by the thread itself. */
    synchronized void leave() {
      left = true;
      if (woken) {
        var _ = Thread.interrupted();
      }
    }
  }
}

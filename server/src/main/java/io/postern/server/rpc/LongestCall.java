package io.postern.server.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Ends unary calls that take longer than one may, if their own deadline does not end them before.
 * What waits on behalf of such a call is woken. Nearly all calls end long before, so there is no
 * timer for each: somebody has to {@link #endOverdue look} again and again.
 */
final class LongestCall implements ServerInterceptor {
  private final Duration longest;
  private final LongSupplier nanoTime;
  private final Set<Running> running = ConcurrentHashMap.newKeySet();

  /** A call that is under way, by identity. */
  private static final class Running {
    private final long begun;
    private final EndableCall<?, ?> call;
    private final Context.CancellableContext context;

    Running(long begun, EndableCall<?, ?> call, Context.CancellableContext context) {
      this.begun = begun;
      this.call = call;
      this.context = context;
    }
  }

  /**
   * @param longest 0 for any time
   * @param nanoTime as {@link System#nanoTime}
   */
  LongestCall(Duration longest, LongSupplier nanoTime) {
    this.longest = longest;
    this.nanoTime = nanoTime;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    boolean single = call.getMethodDescriptor().getType().serverSendsOneMessage();
    if (!single || longest.isZero() || endsInTime()) return next.startCall(call, headers);
    var endable = new EndableCall<>(call);
    var context = Context.current().withCancellation();
    var entry = new Running(nanoTime.getAsLong(), endable, context);
    running.add(entry);
    try {
      var listener = Contexts.interceptCall(context, endable, headers, next);
      return endable.told(listener, () -> over(entry));
    } catch (RuntimeException e) {
      over(entry);
      throw e;
    }
  }

  private boolean endsInTime() {
    var deadline = Context.current().getDeadline();
    return deadline != null && deadline.timeRemaining(TimeUnit.NANOSECONDS) <= longest.toNanos();
  }

  private void over(Running entry) {
    running.remove(entry);
    entry.context.cancel(null);
  }

  /** Ends the calls whose time is over. */
  void endOverdue() {
    long now = nanoTime.getAsLong();
    for (var entry : running) {
      if (now - entry.begun < longest.toNanos()) continue;
      // Both do nothing the second time; it leaves the set with its end.
      entry.call.end(tookTooLong());
      entry.context.cancel(new TimeoutException());
    }
  }

  private ControlError tookTooLong() {
    return new ControlError.TookTooLong(
        Problem.of(
                Reason.CALL_TOO_LONG,
                "The call took longer than "
                    + longest.toMillis()
                    + " ms and was ended; a write may have been made, and repeated with the same"
                    + " request id it tells.")
            .with("quota", "longestCall")
            .with("limit", longest.toMillis() + "ms"));
  }
}

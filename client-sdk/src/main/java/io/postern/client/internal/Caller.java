package io.postern.client.internal;

import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.postern.client.call.RetryPolicy;
import io.postern.client.call.WriteOptions;
import io.postern.client.error.PosternException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one place where unary calls are made: under a deadline that covers all attempts, repeated
 * when that is safe and may help, with failures turned into {@link PosternException}. Thread-safe.
 *
 * <p>Every call that goes through here must be safe to repeat: a read, or a write with a request
 * id.
 */
public final class Caller {
  private final Connection connection;
  private final Duration deadline;
  private final RetryPolicy retries;
  private final Freshness freshness;
  private final Pause pause;

  /** How the caller waits between attempts. */
  @FunctionalInterface
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  public Caller(
      Connection connection, Duration deadline, RetryPolicy retries, Freshness freshness) {
    this(
        connection,
        deadline,
        retries,
        freshness,
        pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()));
  }

  Caller(
      Connection connection,
      Duration deadline,
      RetryPolicy retries,
      Freshness freshness,
      Pause pause) {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("a deadline must be positive, not " + deadline);
    }
    this.connection = connection;
    this.deadline = deadline;
    this.retries = retries;
    this.freshness = freshness;
    this.pause = pause;
  }

  /** Makes a read, as fresh as the client's have to be. */
  public <Q, A> A read(MethodDescriptor<Q, A> method, Q request) {
    return call(method, freshness.on(request), deadline);
  }

  /** Makes a call that may wait for so long before it is like any other. */
  public <Q, A> A await(MethodDescriptor<Q, A> method, Q request, Duration timeout) {
    return call(method, request, deadline.plus(timeout));
  }

  /** Makes a write, which has a request id in it. */
  public <Q, A> A write(MethodDescriptor<Q, A> method, Q request, WriteOptions options) {
    var answer = call(method, request, options.deadline().orElse(deadline));
    if (!options.validateOnly()) {
      freshness.wrote(answer);
    }
    return answer;
  }

  /**
   * Reads a stream to its end, however long that takes; once, because what was read before it broke
   * cannot be taken back. What {@code each} throws ends the stream.
   */
  public <Q, A> void stream(MethodDescriptor<Q, A> method, Q request, Consumer<A> each) {
    var reading = Context.current().withCancellation();
    var before = reading.attach();
    try {
      ClientCalls.blockingServerStreamingCall(
              connection.channel(), method, CallOptions.DEFAULT, freshness.on(request))
          .forEachRemaining(each);
    } catch (StatusRuntimeException error) {
      throw PosternException.of(error);
    } finally {
      reading.detach(before);
      reading.cancel(null);
    }
  }

  private <Q, A> A call(MethodDescriptor<Q, A> method, Q request, Duration within) {
    var until = Deadline.after(within.toNanos(), TimeUnit.NANOSECONDS);
    var options = CallOptions.DEFAULT.withDeadline(until);
    var backoff = new Backoff(retries, ThreadLocalRandom.current());
    for (int attempt = 1; ; attempt++) {
      try {
        return ClientCalls.blockingUnaryCall(connection.channel(), method, options, request);
      } catch (StatusRuntimeException error) {
        var failure = PosternException.of(error);
        var mayHelp = isWorthRepeating(failure) && !connection.isClosed();
        if (!mayHelp || attempt == retries.attempts()) {
          throw failure;
        }
        var rest = backoff.pause(attempt, failure);
        if (rest.toNanos() >= until.timeRemaining(TimeUnit.NANOSECONDS)) {
          throw failure;
        }
        // Before the pause, so that the connection is made during it: until it is, calls are
        // refused.
        connection.reconnectNow();
        rest(rest, failure);
      }
    }
  }

  /**
   * A call that went over a limit of time or of calls was refused before anything was done, and is
   * taken later; over other limits the server does not say when.
   */
  private static boolean isWorthRepeating(PosternException failure) {
    return failure.code() == Status.Code.UNAVAILABLE
        || failure.code() == Status.Code.RESOURCE_EXHAUSTED && failure.retryAfter().isPresent();
  }

  private void rest(Duration duration, PosternException failure) {
    try {
      pause.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }
}

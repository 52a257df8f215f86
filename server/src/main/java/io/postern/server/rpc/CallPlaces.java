package io.postern.server.rpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.postern.server.config.LimitSettings;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.time.Duration;
import java.util.Optional;

/** Refuses calls and streams of who has too many under way, before any work is done for them. */
final class CallPlaces implements ServerInterceptor {
  /** When a place of a call may have become free. Nobody knows: long enough not to ask for it. */
  private static final Duration NEXT_CALL = Duration.ofMillis(200);

  /** The same of a stream, which lives longer. */
  private static final Duration NEXT_STREAM = Duration.ofSeconds(2);

  /** Of all that nobody has to make, such as watching for health. */
  private static final String NOBODY = "";

  private static final String ALL = "";

  private final LimitSettings limits;
  private final PlacesTaken calls;
  private final PlacesTaken streams;
  private final PlacesTaken streamsInAll;

  CallPlaces(LimitSettings limits) {
    this.limits = limits;
    this.calls = new PlacesTaken(limits.callsPerPrincipal());
    this.streams = new PlacesTaken(limits.streamsPerPrincipal());
    this.streamsInAll = new PlacesTaken(limits.streams());
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    boolean single = call.getMethodDescriptor().getType().serverSendsOneMessage();
    var caller = Caller.known();
    var key = caller.map(it -> it.party() + "\n" + it.id()).orElse(NOBODY);
    var subject = caller.map(Principal::id).orElse(NOBODY);
    var refusal = single ? takeCall(key, subject) : takeStream(key, subject);
    if (refusal.isPresent()) {
      Refusals.close(call, refusal.get());
      return new ServerCall.Listener<>() {};
    }
    Runnable over = () -> giveBack(single, key);
    try {
      return told(next.startCall(call, headers), over);
    } catch (RuntimeException e) {
      over.run();
      throw e;
    }
  }

  private Optional<ControlError> takeCall(String key, String subject) {
    return calls.take(key)
        ? Optional.empty()
        : Optional.of(
            tooMany(
                problem(
                        Reason.TOO_MANY_CALLS,
                        "'" + subject + "' has",
                        limits.callsPerPrincipal(),
                        "calls under way",
                        "callsPerPrincipal")
                    .with("subject", subject),
                NEXT_CALL));
  }

  private Optional<ControlError> takeStream(String key, String subject) {
    if (!streams.take(key))
      return Optional.of(
          tooMany(
              problem(
                      Reason.TOO_MANY_STREAMS,
                      "'" + subject + "' has",
                      limits.streamsPerPrincipal(),
                      "streams open",
                      "streamsPerPrincipal")
                  .with("subject", subject),
              NEXT_STREAM));
    if (streamsInAll.take(ALL)) return Optional.empty();
    streams.giveBack(key);
    return Optional.of(
        tooMany(
            problem(
                Reason.TOO_MANY_STREAMS,
                "This server has",
                limits.streams(),
                "streams open",
                "streams"),
            NEXT_STREAM));
  }

  private void giveBack(boolean single, String key) {
    if (single) {
      calls.giveBack(key);
    } else {
      streams.giveBack(key);
      streamsInAll.giveBack(ALL);
    }
  }

  private static Problem problem(
      Reason reason, String who, int limit, String what, String setting) {
    return Problem.of(
            reason,
            who
                + " "
                + limit
                + " "
                + what
                + ", and no more are taken; let some end first, or raise limits."
                + setting
                + ".")
        .with("quota", setting)
        .with("limit", Integer.toString(limit));
  }

  private static ControlError tooMany(Problem problem, Duration retryAfter) {
    return new ControlError.RateLimited(problem, retryAfter);
  }

  /** Each call that was begun ends in one of the two. */
  private static <Q> ServerCall.Listener<Q> told(ServerCall.Listener<Q> listener, Runnable over) {
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onComplete() {
        over.run();
        super.onComplete();
      }

      @Override
      public void onCancel() {
        over.run();
        super.onCancel();
      }
    };
  }
}

package io.postern.server.rpc;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.store.ChangeLog;
import io.postern.server.store.Progress;
import io.postern.v1.ReadConsistency;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How fresh a read has to be: finds it out, and lets the read wait until this server is. */
public final class Freshness {
  /** How long a read waits at most, whatever its deadline. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** What is left of the deadline, so that the refusal still gets to the caller. */
  static final Duration FOR_THE_ANSWER = Duration.ofMillis(100);

  private static final String FIELD = "consistency";

  private final ChangeLog log;
  private final RevisionWaits waits;

  @Inject
  Freshness(ChangeLog log, RevisionWaits waits) {
    this.log = log;
    this.waits = waits;
  }

  /** Waits until the store is as fresh as the request wants it; at once if it does not say. */
  void await(Message request) {
    var field = request.getDescriptorForType().findFieldByName(FIELD);
    if (field != null && request.getField(field) instanceof ReadConsistency wanted)
      await(wanted, log.progress());
  }

  /**
   * Waits until something that follows the store is as fresh as wanted.
   *
   * @throws ControlException {@code InvalidArgument} when what is wanted says nothing, {@code
   *     Unavailable} when the revision does not come in time
   */
  public void await(ReadConsistency wanted, Progress progress) {
    var revision = atLeast(wanted);
    if (!waits.await(progress, revision, patience())) throw notReached(revision, progress);
  }

  private Revision atLeast(ReadConsistency wanted) {
    return switch (wanted.getRequirementCase()) {
      case MINIMIZE_LATENCY -> {
        requireTrue(wanted.getMinimizeLatency(), "minimize_latency");
        yield Revision.ZERO;
      }
      case AT_LEAST_AS_FRESH ->
          Revision.parse(wanted.getAtLeastAsFresh(), FIELD + ".at_least_as_fresh");
      case FULLY_CONSISTENT -> {
        requireTrue(wanted.getFullyConsistent(), "fully_consistent");
        yield log.newest();
      }
      case REQUIREMENT_NOT_SET -> Revision.ZERO;
    };
  }

  private static void requireTrue(boolean value, String field) {
    if (!value)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          FIELD + "." + field,
          "'" + field + "' is asked for with true; leave it out otherwise.");
  }

  /** The time until shortly before the call's deadline. */
  private static Duration patience() {
    var deadline = Context.current().getDeadline();
    if (deadline == null) return LONGEST_WAIT;
    var left = Duration.ofNanos(Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
    // On a busy machine the answer takes its time, too.
    var forTheAnswer = longer(FOR_THE_ANSWER, left.dividedBy(10));
    return shorter(left.minus(shorter(forTheAnswer, left.dividedBy(2))), LONGEST_WAIT);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static ControlException notReached(Revision wanted, Progress progress) {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                    Reason.REVISION_NOT_REACHED,
                    "This server did not come to "
                        + wanted.token()
                        + " in the time that the call has; repeat it, with a longer deadline if"
                        + " need be.")
                .with("servedRevision", progress.current().token())));
  }
}

package io.postern.server.rpc;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a refusal becomes a gRPC status with its details. */
public final class ErrorMapper {
  /** The domain of every reason. */
  public static final String DOMAIN = "postern.dev";

  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);
  private static final Duration SOON = Duration.ofMillis(200);

  private ErrorMapper() {}

  /** Maps whatever a call threw. What is not a refusal is a defect: logged here, told to nobody. */
  public static StatusRuntimeException map(Throwable thrown) {
    if (thrown instanceof ControlException refused) return map(refused.error());
    if (thrown instanceof StatusRuntimeException already) return already;
    LOG.error("A call failed unexpectedly", thrown);
    return status(
        Code.INTERNAL,
        Problem.of(Reason.INTERNAL, "The server failed on this call; its log says why."),
        Optional.empty());
  }

  public static StatusRuntimeException map(ControlError error) {
    return status(code(error), error.problem(), retryAfter(error));
  }

  static Code code(ControlError error) {
    return switch (error) {
      case ControlError.NotFound e -> Code.NOT_FOUND;
      case ControlError.AlreadyExists e -> Code.ALREADY_EXISTS;
      case ControlError.StaleEtag e -> Code.ABORTED;
      case ControlError.IllegalTransition e -> Code.FAILED_PRECONDITION;
      case ControlError.InUse e -> Code.FAILED_PRECONDITION;
      case ControlError.PreconditionFailed e -> Code.FAILED_PRECONDITION;
      case ControlError.InvalidArgument e -> Code.INVALID_ARGUMENT;
      case ControlError.Unauthenticated e -> Code.UNAUTHENTICATED;
      case ControlError.PermissionDenied e -> Code.PERMISSION_DENIED;
      case ControlError.QuotaExceeded e -> Code.RESOURCE_EXHAUSTED;
      case ControlError.RateLimited e -> Code.RESOURCE_EXHAUSTED;
      case ControlError.RevisionCompacted e -> Code.OUT_OF_RANGE;
      case ControlError.RightsChanged e -> Code.ABORTED;
      case ControlError.TookTooLong e -> Code.DEADLINE_EXCEEDED;
      case ControlError.Unavailable e -> Code.UNAVAILABLE;
    };
  }

  /** When the same call may be taken, for those that are worth repeating. */
  private static Optional<Duration> retryAfter(ControlError error) {
    return switch (error) {
      case ControlError.Unavailable e -> Optional.of(SOON);
      case ControlError.RateLimited e -> Optional.of(e.retryAfter());
      default -> Optional.empty();
    };
  }

  private static StatusRuntimeException status(
      Code code, Problem problem, Optional<Duration> retryAfter) {
    var room = new ErrorRoom();
    var message = room.message(problem.message());
    var info =
        ErrorInfo.newBuilder()
            .setReason(problem.reason().name())
            .setDomain(DOMAIN)
            .putAllMetadata(room.metadata(problem.metadata()));
    problem.reason().azureName().ifPresent(name -> info.putMetadata("azureCode", name));
    var status =
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(message)
            .addDetails(Any.pack(info.build()));
    if (!problem.violations().isEmpty()) {
      var request = BadRequest.newBuilder();
      for (var violation : room.violations(problem.violations())) {
        request.addFieldViolations(
            BadRequest.FieldViolation.newBuilder()
                .setField(violation.field())
                .setDescription(violation.description())
                .setReason(problem.reason().name()));
      }
      status.addDetails(Any.pack(request.build()));
    }
    retryAfter.ifPresent(delay -> status.addDetails(Any.pack(retry(delay))));
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static RetryInfo retry(Duration delay) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(delay.getSeconds())
                .setNanos(delay.getNano()))
        .build();
  }
}

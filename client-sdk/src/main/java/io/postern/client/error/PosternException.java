package io.postern.client.error;

import io.grpc.Status;
import io.postern.v1.ErrorReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A call or a watch that failed. The nested classes are the cases a caller may want to catch apart;
 * everything else is a plain {@code PosternException}, told by its {@link #reason()}.
 *
 * <p>{@link #getMessage()} is one sentence for people. Programs go by {@link #code()}, {@link
 * #reason()} and {@link #metadata()}, which do not change between releases.
 */
public class PosternException extends RuntimeException {
  private static final String REASON_PREFIX = "ERROR_REASON_";

  /** Failures that pass by themselves although their code is not UNAVAILABLE. */
  private static final Set<ErrorReason> PASSING =
      Set.of(
          ErrorReason.ERROR_REASON_RETRYABLE_ERROR,
          ErrorReason.ERROR_REASON_RATE_LIMITED,
          ErrorReason.ERROR_REASON_TOO_MANY_CALLS,
          ErrorReason.ERROR_REASON_TOO_MANY_STREAMS,
          ErrorReason.ERROR_REASON_ANOTHER_OPERATION_IN_PROGRESS,
          ErrorReason.ERROR_REASON_STORAGE_ACCOUNT_OPERATION_IN_PROGRESS,
          ErrorReason.ERROR_REASON_REFERENCED_RESOURCE_NOT_PROVISIONED);

  private final ErrorDetails details;

  PosternException(ErrorDetails details, Throwable cause) {
    super(details.message(), cause);
    this.details = details;
  }

  /**
   * Reads an error of gRPC, for code that makes calls of its own with the generated stubs.
   *
   * @param error the StatusRuntimeException or StatusException of the call; anything else becomes
   *     UNKNOWN
   */
  public static PosternException of(Throwable error) {
    var details = ErrorDetails.read(error);
    return switch (details.code()) {
      case NOT_FOUND -> new NotFound(details, error);
      case ALREADY_EXISTS -> new AlreadyExists(details, error);
      case INVALID_ARGUMENT -> new InvalidArgument(details, error);
      case FAILED_PRECONDITION -> new FailedPrecondition(details, error);
      case PERMISSION_DENIED -> new PermissionDenied(details, error);
      case UNAVAILABLE -> new Unavailable(details, error);
      case DEADLINE_EXCEEDED -> new DeadlineExceeded(details, error);
      default -> byReason(details, error);
    };
  }

  private static PosternException byReason(ErrorDetails details, Throwable error) {
    return switch (parse(details.reasonText())) {
      case ERROR_REASON_ETAG_MISMATCH -> new StaleEtag(details, error);
      case ERROR_REASON_REVISION_COMPACTED -> new RevisionCompacted(details, error);
      case ERROR_REASON_QUOTA_EXCEEDED,
          ERROR_REASON_SUBNET_FULL,
          ERROR_REASON_LOAD_BALANCER_SERVICE_LIMIT ->
          new QuotaExceeded(details, error);
      default -> new PosternException(details, error);
    };
  }

  private static ErrorReason parse(String reasonText) {
    try {
      return ErrorReason.valueOf(REASON_PREFIX + reasonText);
    } catch (IllegalArgumentException e) {
      return ErrorReason.ERROR_REASON_UNSPECIFIED;
    }
  }

  /** What went wrong, in one sentence for people. */
  @Override
  public String getMessage() {
    return details.message();
  }

  /** The gRPC status code of the failure. */
  public Status.Code code() {
    return details.code();
  }

  /**
   * Why the server refused. {@code ERROR_REASON_UNSPECIFIED} when the failure came from something
   * else, such as the connection, and when the server is newer and gives a reason this library does
   * not know: then {@link #reasonText()} has it.
   */
  public ErrorReason reason() {
    return parse(details.reasonText());
  }

  /** The reason as it was sent, such as {@code SUBNET_FULL}; empty when there was none. */
  public String reasonText() {
    return details.reasonText();
  }

  /**
   * The particulars of the reason, such as {@code quota}, {@code limit} and {@code used}. Which
   * ones there are is documented at each {@link ErrorReason}.
   */
  public Map<String, String> metadata() {
    return details.metadata();
  }

  /** The fields at fault, in the order the server found them; mostly empty. */
  public List<FieldViolation> fieldViolations() {
    return details.fieldViolations();
  }

  /**
   * Whether the same call, made again a while later, may succeed without anybody changing anything.
   * The client has already repeated it as often as its retry policy and the deadline allowed.
   */
  public boolean isRetryable() {
    return code() == Status.Code.UNAVAILABLE || PASSING.contains(reason());
  }

  /** How long the server asks to wait before the call is repeated; empty when it does not say. */
  public Optional<Duration> retryAfter() {
    return details.retryAfter();
  }

  /** There is no such resource, or the caller may not see it. */
  public static final class NotFound extends PosternException {
    NotFound(ErrorDetails details, Throwable cause) {
      super(details, cause);
    }
  }

  /** There is something of this name already. */
  public static final class AlreadyExists extends PosternException {
    AlreadyExists(ErrorDetails details, Throwable cause) {
      super(details, cause);
    }
  }

  /** The request can never succeed as it is; see {@link #fieldViolations()}. */
  public static final class InvalidArgument extends PosternException {
    InvalidArgument(ErrorDetails details, Throwable cause) {
      super(details, cause);
    }
  }

  /** The state of things forbids it, such as a resource in use or an illegal transition. */
  public static final class FailedPrecondition extends PosternException {
    FailedPrecondition(ErrorDetails details, Throwable cause) {
      super(details, cause);
    }
  }

  /** The resource has changed since the caller read it. Read it again, decide again, repeat. */
  public static final class StaleEtag extends PosternException {
    StaleEtag(ErrorDetails details, Throwable cause) {
      super(details, cause);
    }
  }

  /** The caller may not do this. */
  public static final class PermissionDenied extends PosternException {
    PermissionDenied(ErrorDetails details, Throwable cause) {
      super(details, cause);
    }
  }

  /** A quota, a limit or the addresses of a subnet are used up. */
  public static final class QuotaExceeded extends PosternException {
    QuotaExceeded(ErrorDetails details, Throwable cause) {
      super(details, cause);
    }
  }

  /**
   * A resume token is older than the log of changes reaches back. Watches recover by themselves.
   */
  public static final class RevisionCompacted extends PosternException {
    RevisionCompacted(ErrorDetails details, Throwable cause) {
      super(details, cause);
    }
  }

  /** No server could be reached, or it could not do its work for now. */
  public static final class Unavailable extends PosternException {
    Unavailable(ErrorDetails details, Throwable cause) {
      super(details, cause);
    }
  }

  /**
   * The deadline of the call passed. A write may have been made all the same: repeating it with the
   * same {@code WriteOptions.requestId} is safe and tells.
   */
  public static final class DeadlineExceeded extends PosternException {
    DeadlineExceeded(ErrorDetails details, Throwable cause) {
      super(details, cause);
    }
  }
}

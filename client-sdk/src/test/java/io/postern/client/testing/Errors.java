package io.postern.client.testing;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;

/** Errors as a Postern server sends them. */
public final class Errors {
  private Errors() {}

  /** An error with a reason. */
  public static StatusRuntimeException error(
      Status.Code code, String message, String reason, Map<String, String> metadata) {
    return error(
        code,
        message,
        ErrorInfo.newBuilder()
            .setDomain("postern.dev")
            .setReason(reason)
            .putAllMetadata(metadata)
            .build());
  }

  /** UNAVAILABLE, with the wish that the caller wait so long. */
  public static StatusRuntimeException unavailableFor(java.time.Duration delay) {
    return error(Status.Code.UNAVAILABLE, "the store is starting", retry(delay));
  }

  /** RATE_LIMITED, with the wish that the caller wait so long. */
  public static StatusRuntimeException tooFast(java.time.Duration delay) {
    return overLimit("RATE_LIMITED", delay);
  }

  /** RESOURCE_EXHAUSTED for a reason, with the wish that the caller wait so long. */
  public static StatusRuntimeException overLimit(String reason, java.time.Duration delay) {
    var info = ErrorInfo.newBuilder().setDomain("postern.dev").setReason(reason).build();
    return error(Status.Code.RESOURCE_EXHAUSTED, "too many calls", info, retry(delay));
  }

  private static RetryInfo retry(java.time.Duration delay) {
    var proto = Duration.newBuilder().setSeconds(delay.getSeconds()).setNanos(delay.getNano());
    return RetryInfo.newBuilder().setRetryDelay(proto).build();
  }

  /** UNAVAILABLE as it comes from a broken connection, without details. */
  public static StatusRuntimeException unavailable() {
    return Status.UNAVAILABLE.withDescription("connection reset").asRuntimeException();
  }

  /** An error with details. */
  public static StatusRuntimeException error(Status.Code code, String message, Message... details) {
    var status = com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
    for (var detail : details) {
      status.addDetails(Any.pack(detail));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }
}

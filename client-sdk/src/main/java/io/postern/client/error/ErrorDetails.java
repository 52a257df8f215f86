package io.postern.client.error;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a gRPC error says once its {@code google.rpc} details are read.
 *
 * @param reasonText the reason of the ErrorInfo; empty when the error did not come from a Postern
 *     server but from something on the way, such as the connection
 */
record ErrorDetails(
    Status.Code code,
    String message,
    String reasonText,
    Map<String, String> metadata,
    List<FieldViolation> fieldViolations,
    Optional<Duration> retryAfter) {

  ErrorDetails {
    metadata = Map.copyOf(metadata);
    fieldViolations = List.copyOf(fieldViolations);
  }

  static ErrorDetails read(Throwable error) {
    var status = Status.fromThrowable(error);
    var proto = StatusProto.fromThrowable(error);
    List<Any> details = proto == null ? List.of() : proto.getDetailsList();
    var info = find(details, ErrorInfo.class);
    return new ErrorDetails(
        status.getCode(),
        message(status),
        info.map(ErrorInfo::getReason).orElse(""),
        info.map(ErrorInfo::getMetadataMap).orElse(Map.of()),
        find(details, BadRequest.class).map(ErrorDetails::violations).orElse(List.of()),
        find(details, RetryInfo.class).map(ErrorDetails::delay));
  }

  private static String message(Status status) {
    var description = status.getDescription();
    var said = description == null || description.isBlank() ? status.getCode().name() : description;
    // What failed on this side, such as connecting, is named only by the cause.
    var cause = status.getCause();
    return cause == null || cause.getMessage() == null ? said : said + ": " + cause.getMessage();
  }

  private static List<FieldViolation> violations(BadRequest request) {
    return request.getFieldViolationsList().stream()
        .map(violation -> new FieldViolation(violation.getField(), violation.getDescription()))
        .toList();
  }

  private static Duration delay(RetryInfo retry) {
    var delay = retry.getRetryDelay();
    return Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
  }

  private static <D extends Message> Optional<D> find(List<Any> details, Class<D> kind) {
    for (var detail : details) {
      if (!detail.is(kind)) {
        continue;
      }
      try {
        return Optional.of(detail.unpack(kind));
      } catch (InvalidProtocolBufferException e) {
        // A detail that cannot be read must not hide the error it belongs to.
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}

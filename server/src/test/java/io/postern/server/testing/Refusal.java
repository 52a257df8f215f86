package io.postern.server.testing;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.function.Executable;

/**
 * What a refused call was told.
 *
 * @param fields the paths of the request fields at fault
 */
public record Refusal(
    Status.Code code,
    String reason,
    String message,
    Map<String, String> metadata,
    List<String> fields) {
  /** Runs a call that must be refused. */
  public static Refusal of(Executable call) {
    return of(assertThrows(StatusRuntimeException.class, call));
  }

  /** What the error of a call says. */
  public static Refusal of(StatusRuntimeException thrown) {
    var status = Objects.requireNonNull(StatusProto.fromThrowable(thrown));
    var reason = "";
    Map<String, String> metadata = Map.of();
    List<String> fields = List.of();
    try {
      for (var detail : status.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          reason = detail.unpack(ErrorInfo.class).getReason();
          metadata = detail.unpack(ErrorInfo.class).getMetadataMap();
        }
        if (detail.is(BadRequest.class)) {
          fields =
              detail.unpack(BadRequest.class).getFieldViolationsList().stream()
                  .map(BadRequest.FieldViolation::getField)
                  .toList();
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    return new Refusal(thrown.getStatus().getCode(), reason, status.getMessage(), metadata, fields);
  }
}

package io.postern.server.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.postern.server.kernel.DocumentedReasons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;

/**
 * What a refused call was told.
 *
 * @param fields the paths of the request fields at fault
 * @param descriptions what is said of each of these fields
 * @param retryAfter when the same call may be taken; empty where repeating it does not help
 */
public record Refusal(
    Status.Code code,
    String reason,
    String message,
    Map<String, String> metadata,
    List<String> fields,
    List<String> descriptions,
    Optional<Duration> retryAfter) {
  private static final String AZURE = "azureCode";
  private static final Map<String, DocumentedReasons.Entry> DOCUMENTED = documented();

  /** Runs a call that must be refused. */
  public static Refusal of(Executable call) {
    return of(assertThrows(StatusRuntimeException.class, call));
  }

  /** What the error of a call says. */
  public static Refusal of(StatusRuntimeException thrown) {
    var status = Objects.requireNonNull(StatusProto.fromThrowable(thrown));
    var reason = "";
    Map<String, String> metadata = Map.of();
    List<BadRequest.FieldViolation> violations = List.of();
    var retryAfter = Optional.<Duration>empty();
    try {
      for (var detail : status.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          reason = detail.unpack(ErrorInfo.class).getReason();
          metadata = detail.unpack(ErrorInfo.class).getMetadataMap();
        }
        if (detail.is(BadRequest.class))
          violations = detail.unpack(BadRequest.class).getFieldViolationsList();
        if (detail.is(RetryInfo.class)) {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          retryAfter = Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    requireDocumented(reason, metadata);
    return new Refusal(
        thrown.getStatus().getCode(),
        reason,
        status.getMessage(),
        metadata,
        violations.stream().map(BadRequest.FieldViolation::getField).toList(),
        violations.stream().map(BadRequest.FieldViolation::getDescription).toList(),
        retryAfter);
  }

  /** A program may rely on what the API says of a reason, so nothing else is sent with it. */
  private static void requireDocumented(String reason, Map<String, String> metadata) {
    if (reason.isEmpty()) return;
    var documented = Objects.requireNonNull(DOCUMENTED.get(reason), reason);
    var keys = new HashSet<>(metadata.keySet());
    assertEquals(documented.azureName(), Optional.ofNullable(metadata.get(AZURE)), reason);
    keys.remove(AZURE);
    keys.removeAll(documented.metadataKeys());
    assertEquals(Set.of(), keys, () -> "undocumented metadata of " + reason);
  }

  private static Map<String, DocumentedReasons.Entry> documented() {
    try {
      return DocumentedReasons.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

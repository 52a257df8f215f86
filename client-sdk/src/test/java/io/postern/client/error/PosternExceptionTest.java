package io.postern.client.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.postern.client.testing.Errors;
import io.postern.v1.ErrorReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PosternExceptionTest {

  @Test
  void itSaysWhatTheServerSaid() {
    var thrown =
        PosternException.of(
            Errors.error(
                Status.Code.RESOURCE_EXHAUSTED,
                "The subnet is full.",
                "SUBNET_FULL",
                Map.of("free", "0")));

    assertInstanceOf(PosternException.QuotaExceeded.class, thrown);
    assertEquals("The subnet is full.", thrown.getMessage());
    assertEquals(ErrorReason.ERROR_REASON_SUBNET_FULL, thrown.reason());
    assertEquals(Map.of("free", "0"), thrown.metadata());
    assertFalse(thrown.isRetryable());
  }

  @Test
  void fieldViolationsKeepTheirOrder() {
    var request =
        BadRequest.newBuilder()
            .addFieldViolations(violation("subnet.address_prefixes[0]", "is no prefix"))
            .addFieldViolations(violation("subnet.name", "is empty"))
            .build();

    var thrown = PosternException.of(Errors.error(Status.Code.INVALID_ARGUMENT, "No.", request));

    assertInstanceOf(PosternException.InvalidArgument.class, thrown);
    assertEquals(
        List.of(
            new FieldViolation("subnet.address_prefixes[0]", "is no prefix"),
            new FieldViolation("subnet.name", "is empty")),
        thrown.fieldViolations());
  }

  @Test
  void anAbortedWriteIsAStaleEtagOnlyForThatReason() {
    assertInstanceOf(PosternException.StaleEtag.class, of(Status.Code.ABORTED, "ETAG_MISMATCH"));
    assertEquals(PosternException.class, of(Status.Code.ABORTED, "CONFLICT_ERROR").getClass());
  }

  @Test
  void aReasonOfANewerServerIsKeptAsText() {
    var thrown = of(Status.Code.FAILED_PRECONDITION, "MOON_PHASE_WRONG");

    assertInstanceOf(PosternException.FailedPrecondition.class, thrown);
    assertEquals(ErrorReason.ERROR_REASON_UNSPECIFIED, thrown.reason());
    assertEquals("MOON_PHASE_WRONG", thrown.reasonText());
  }

  @Test
  void anErrorOfTheConnectionHasNoReason() {
    var thrown = PosternException.of(Errors.unavailable());

    assertInstanceOf(PosternException.Unavailable.class, thrown);
    assertEquals("", thrown.reasonText());
    assertEquals(Optional.empty(), thrown.retryAfter());
    assertTrue(thrown.isRetryable());
  }

  @Test
  void anErrorWithoutTextIsNamedByItsCode() {
    assertEquals("INTERNAL", PosternException.of(Status.INTERNAL.asException()).getMessage());
  }

  @Test
  void anUnreadableDetailDoesNotHideTheError() {
    var broken =
        Any.newBuilder()
            .setTypeUrl(Any.pack(ErrorInfo.getDefaultInstance()).getTypeUrl())
            .setValue(ByteString.copyFromUtf8("\u0001"))
            .build();
    var status =
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.NOT_FOUND.value())
            .setMessage("There is none.")
            .addDetails(broken)
            .build();

    var thrown = PosternException.of(StatusProto.toStatusRuntimeException(status));

    assertInstanceOf(PosternException.NotFound.class, thrown);
    assertEquals("There is none.", thrown.getMessage());
  }

  @Test
  void theWishOfTheServerToWaitIsKept() {
    var thrown = PosternException.of(Errors.unavailableFor(Duration.ofMillis(2500)));

    assertEquals(Optional.of(Duration.ofMillis(2500)), thrown.retryAfter());
  }

  private static PosternException of(Status.Code code, String reason) {
    return PosternException.of(Errors.error(code, "No.", reason, Map.of()));
  }

  private static BadRequest.FieldViolation violation(String field, String description) {
    return BadRequest.FieldViolation.newBuilder()
        .setField(field)
        .setDescription(description)
        .build();
  }
}

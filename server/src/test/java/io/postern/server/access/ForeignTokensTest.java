package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.StreamReader;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchServiceGrpc;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody goes on with the watch of another tenant, or with a token of its own making. */
class ForeignTokensTest {
  @TempDir Path folder;

  private static String refused(ControlPlane plane, String token) {
    var request = WatchRequest.newBuilder().setResumeToken(token).build();
    try (var watch =
        StreamReader.open(
            plane.stubAs("mallory@northwind", WatchServiceGrpc::newStub)::watch, request)) {
      var refusal = Refusal.of(watch.error());
      assertEquals(Status.Code.INVALID_ARGUMENT, refusal.code());
      return refusal.reason();
    }
  }

  @Test
  void theResumeTokenOfAnotherTenantIsNone() {
    try (var plane = ControlPlane.start(folder)) {
      Lab.in(plane).network("vnet-a", "10.1.0.0/16");
      String token;
      try (var watch =
          StreamReader.open(
              plane.stubAs("bob@contoso", WatchServiceGrpc::newStub)::watch,
              WatchRequest.getDefaultInstance())) {
        token =
            watch
                .until(it -> it.getKind() == WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE)
                .getLast()
                .getResumeToken();
      }

      assertEquals("RESUME_TOKEN_INVALID", refused(plane, token));
      var bytes = Base64.getUrlDecoder().decode(token);
      for (int i = 0; i < bytes.length; i++) {
        // The revision is no secret; a token with another is as good, to whom it belongs.
        bytes[i] ^= 1;
        var tampered = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        assertEquals("RESUME_TOKEN_INVALID", refused(plane, tampered), tampered);
        bytes[i] ^= 1;
      }
    }
  }
}

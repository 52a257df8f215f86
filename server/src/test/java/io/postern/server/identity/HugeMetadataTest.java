package io.postern.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.v1.IdentityServiceGrpc;
import io.postern.v1.WhoAmIRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack: headers without end. */
class HugeMetadataTest {
  private static final WhoAmIRequest WHO = WhoAmIRequest.getDefaultInstance();

  @TempDir Path folder;

  @Test
  void headersBeyondTheLimitAreRefusedUnreadAndTheServerGoesOn() {
    try (var server = ProvenServer.start(folder)) {
      for (int kilobytes : new int[] {17, 64, 1024}) {
        var huge = "Bearer " + "a".repeat(kilobytes << 10);
        var stub = server.with(IdentityServiceGrpc::newBlockingStub, "authorization", huge);
        var refused = assertThrows(StatusRuntimeException.class, () -> stub.whoAmI(WHO));
        assertEquals(Status.Code.INTERNAL, refused.getStatus().getCode(), refused::getMessage);
      }
      assertEquals(
          "administrator", server.identity(server.administrator()).whoAmI(WHO).getPrincipal());
    }
  }
}

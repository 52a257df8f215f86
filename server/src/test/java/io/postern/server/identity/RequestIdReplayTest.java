package io.postern.server.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.grpc.Status;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack: somebody repeats another caller's request id, to be given the answer that was its. */
class RequestIdReplayTest {
  @TempDir Path folder;

  @Test
  void anotherCallersRequestIdGivesNothingOfItsAnswer() {
    try (var server = ProvenServer.start(folder)) {
      var alice = server.make("alice@contoso").getSecret();
      var mallory = server.make("mallory@fabrikam").getSecret();
      var request =
          CreateSubscriptionRequest.newBuilder()
              .setSubscriptionId("prod")
              .setSubscription(Subscription.newBuilder().setTenant("contoso"))
              .setRequestId("7d0f")
              .build();
      var first =
          server
              .bearer(alice, SubscriptionServiceGrpc::newBlockingStub)
              .createSubscription(request);

      var stub = server.bearer(mallory, SubscriptionServiceGrpc::newBlockingStub);
      var refused = Refusal.of(() -> stub.createSubscription(request));
      assertEquals(Status.Code.PERMISSION_DENIED, refused.code());

      var own =
          stub.createSubscription(
              request.toBuilder()
                  .setSubscriptionId("own")
                  .setSubscription(Subscription.newBuilder().setTenant("fabrikam"))
                  .build());
      assertNotEquals(first.getSubscription().getUid(), own.getSubscription().getUid());
      assertEquals(
          first,
          server
              .bearer(alice, SubscriptionServiceGrpc::newBlockingStub)
              .createSubscription(request));
    }
  }
}

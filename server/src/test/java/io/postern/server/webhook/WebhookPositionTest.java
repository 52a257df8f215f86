package io.postern.server.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.config.ServerSettings;
import io.postern.server.config.WebhookSettings;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.RandomIds;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.TestPostgres;
import io.postern.v1.CreateWebhookRequest;
import io.postern.v1.CreateWebhookResponse;
import io.postern.v1.GetWebhookRequest;
import io.postern.v1.Webhook;
import io.postern.v1.WebhookDelivery;
import io.postern.v1.WebhookServiceGrpc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a webhook is, over restarts, other servers and the end of the log. */
class WebhookPositionTest {
  private static final WebhookSettings TO_LOOPBACK =
      WebhookSettings.DEFAULT.withAllowedPrefixes(List.of(Cidr.of("127.0.0.0/8")));

  @TempDir Path folder;

  private ControlPlane server(String name, UnaryOperator<ServerSettings> settings) {
    return ControlPlane.start(folder.resolve(name), settings, new RandomIds());
  }

  private static CreateWebhookResponse webhook(ControlPlane plane, TestReceiver receiver) {
    return plane
        .stub(WebhookServiceGrpc::newBlockingStub)
        .createWebhook(
            CreateWebhookRequest.newBuilder()
                .setParent(Lab.CONSUMER)
                .setWebhookId("hook")
                .setWebhook(Webhook.newBuilder().setUrl(receiver.url()).addKinds("virtualNetwork"))
                .build());
  }

  private static void await(ControlPlane plane, String name, Predicate<WebhookDelivery> as) {
    var request = GetWebhookRequest.newBuilder().setName(name).build();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(() ->
            as.test(
                plane
                    .stub(WebhookServiceGrpc::newBlockingStub)
                    .getWebhook(request)
                    .getWebhook()
                    .getDelivery()));
  }

  @Test
  void whoIsBehindTheLogIsToldFromWhereOnItHasEverything() throws Exception {
    try (var receiver = new TestReceiver()) {
      String name;
      try (var plane = server("one", it -> it.with(TO_LOOPBACK))) {
        var lab = Lab.in(plane);
        receiver.answer(500);
        name = webhook(plane, receiver).getWebhook().getName();
        lab.network("lost", "10.1.0.0/16");
        assertEquals(1, receiver.next().events().size());
        await(plane, name, WebhookDelivery::hasFailingSince);
      }
      long oldest;
      try (var store = JdbcStore.openFile(folder.resolve("one/postern"), 2, new RandomIds())) {
        store.log().compact(Instant.parse("2027-01-01T00:00:00Z"));
        oldest = store.log().oldest().number();
      }
      try (var plane = server("one", it -> it.with(TO_LOOPBACK))) {
        plane.clock().advance(Duration.ofSeconds(1));

        var resync = receiver.next().events().getFirst();
        assertEquals("io.postern.resync", resync.path("type").asString(""));
        assertEquals("r" + oldest, resync.path("data").path("oldestRevisionToken").asString(""));

        var after = Lab.of(plane).network("after", "10.2.0.0/16");
        assertEquals(List.of(after), receiver.next().texts("subject"));
      }
    }
  }

  @Test
  void anotherServerGoesOnWhereTheOneThatDeliveredStopped() throws Exception {
    var key = Files.writeString(folder.resolve("key"), "A".repeat(43) + "=\n");
    var url = TestPostgres.url();
    UnaryOperator<ServerSettings> shared =
        it -> it.with(it.store().withUrl(url)).with(TO_LOOPBACK.withKeyFile(key));
    // What is opened first leads.
    var first = server("one", shared);
    try (var receiver = new TestReceiver();
        var other = server("other", shared)) {
      try (first) {
        Lab.in(first);
        var created = webhook(other, receiver);
        var network = Lab.of(first).network("first", "10.1.0.0/16");
        var batch = receiver.next();
        assertEquals(List.of(network), batch.texts("subject"));
        assertTrue(batch.isSignedWith(created.getSecret()));
        await(first, created.getWebhook().getName(), WebhookDelivery::hasLastDeliveryTime);
      }
      var second = Lab.of(other).network("second", "10.2.0.0/16");

      assertEquals(List.of(second), receiver.next().texts("subject"));
    }
  }

  @Test
  void aServerWithoutTheKeyOfItsStoreMakesNoSecrets() throws Exception {
    UnaryOperator<ServerSettings> missing =
        it -> it.with(TO_LOOPBACK.withKeyFile(folder.resolve("missing")));
    try (var receiver = new TestReceiver();
        var plane = server("one", missing)) {
      Lab.in(plane);

      var refused = Refusal.of(() -> webhook(plane, receiver));

      assertEquals("WEBHOOK_KEY_MISSING", refused.reason());
    }
  }

  @Test
  void anotherKeyMakesOtherSecrets() {
    var one = new SigningKeys(ServerSettings.in(folder)).require();
    var same = new SigningKeys(ServerSettings.in(folder)).find().orElseThrow();
    var other = new SigningKey(new byte[32]);

    assertEquals(one.id(), same.id());
    assertEquals(one.secret("uid", 1), same.secret("uid", 1));
    assertNotEquals(one.id(), other.id());
    assertNotEquals(one.secret("uid", 1), other.secret("uid", 1));
    assertNotEquals(one.secret("uid", 1), one.secret("uid", 2));
    assertNotEquals(one.secret("uid", 1), one.secret("other", 1));
  }
}

package io.postern.server.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.config.WebhookSettings;
import io.postern.server.kernel.Cidr;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.CreateWebhookRequest;
import io.postern.v1.CreateWebhookResponse;
import io.postern.v1.DeleteWebhookRequest;
import io.postern.v1.GetWebhookRequest;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.ReplayWebhookRequest;
import io.postern.v1.RotateWebhookSecretRequest;
import io.postern.v1.UpdateWebhookRequest;
import io.postern.v1.Webhook;
import io.postern.v1.WebhookDelivery;
import io.postern.v1.WebhookServiceGrpc;
import io.postern.v1.WebhookServiceGrpc.WebhookServiceBlockingStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Webhooks of a running server, delivered to a real HTTP server. */
@TestInstance(Lifecycle.PER_CLASS)
class WebhookDeliveryTest {
  private static final List<Cidr> LOOPBACK = List.of(Cidr.of("127.0.0.0/8"));

  @TempDir static Path folder;
  private ControlPlane plane;
  private Lab lab;
  private TestReceiver receiver;

  @BeforeAll
  void start() {
    plane =
        ControlPlane.start(
            folder,
            settings -> settings.with(WebhookSettings.DEFAULT.withAllowedPrefixes(LOOPBACK)));
    lab = Lab.in(plane);
  }

  @BeforeEach
  void listen() throws Exception {
    receiver = new TestReceiver();
  }

  @AfterEach
  void leave() {
    receiver.close();
  }

  @AfterAll
  void stop() {
    plane.close();
  }

  private WebhookServiceBlockingStub administrator() {
    return plane.stub(WebhookServiceGrpc::newBlockingStub);
  }

  private WebhookServiceBlockingStub alice() {
    return plane.stubAs("alice@contoso", WebhookServiceGrpc::newBlockingStub);
  }

  private Webhook.Builder toReceiver() {
    return Webhook.newBuilder().setUrl(receiver.url());
  }

  private static CreateWebhookRequest create(String id, Webhook.Builder webhook) {
    return CreateWebhookRequest.newBuilder()
        .setParent(Lab.CONSUMER)
        .setWebhookId(id)
        .setWebhook(webhook)
        .build();
  }

  private CreateWebhookResponse webhook(String id, Webhook.Builder webhook) {
    return alice().createWebhook(create(id, webhook));
  }

  private Webhook get(String name) {
    return administrator()
        .getWebhook(GetWebhookRequest.newBuilder().setName(name).build())
        .getWebhook();
  }

  private WebhookDelivery await(String name, Predicate<WebhookDelivery> as) {
    return Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> get(name).getDelivery(), as);
  }

  private static String text(JsonNode event, String field) {
    return event.path(field).asString("");
  }

  private static long revision(JsonNode event) {
    return Long.parseLong(text(event.path("data"), "revisionToken").substring(1));
  }

  @Test
  void changesArriveInOrderSignedAndOnlyThoseOfTheTenant() throws Exception {
    var created = webhook("t1-all", toReceiver());
    var own = lab.network("t1-one", "10.1.0.0/16");
    lab.network(Lab.PROVIDER, "t1-theirs", "10.9.0.0/16");
    var last = lab.network("t1-two", "10.2.0.0/16");

    var first = receiver.next();
    assertEquals("application/cloudevents-batch+json; charset=UTF-8", first.header("Content-Type"));
    assertTrue(first.isSignedWith(created.getSecret()));
    assertFalse(first.isSignedWith("whsec_" + "A".repeat(43) + "="));
    var event = first.events().getFirst();
    assertEquals("1.0", text(event, "specversion"));
    assertEquals("io.postern.virtualNetwork.added", text(event, "type"));
    assertEquals(own, text(event, "subject"));
    assertEquals(plane.clock().instant().toString(), text(event, "time"));
    assertEquals(own, text(event.path("data").path("resource").path("virtualNetwork"), "name"));

    var rest = receiver.through(last + "/subnets/default");
    var all = Stream.concat(first.events().stream(), rest.stream()).toList();
    assertEquals(
        all.stream().map(WebhookDeliveryTest::revision).sorted().toList(),
        all.stream().map(WebhookDeliveryTest::revision).toList());
    assertEquals(4, all.stream().map(it -> text(it, "id")).distinct().count());
    assertTrue(all.stream().allMatch(it -> text(it, "subject").startsWith(Lab.CONSUMER)));

    var delivery =
        await(created.getWebhook().getName(), it -> token(it) == revision(all.getLast()));
    assertEquals(0, delivery.getFailedAttempts());
    assertTrue(delivery.hasLastDeliveryTime());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("webhooks.key"))));
  }

  private static long token(WebhookDelivery delivery) {
    return Long.parseLong(delivery.getDeliveredRevisionToken().substring(1));
  }

  @Test
  void whoDecidesForTheOtherSideIsNotTold() throws Exception {
    var network = lab.network("t0-net", "10.0.0.0/16");
    var target = lab.storage("t0acct");
    var endpoint = lab.endpoint("t0-pe", Lab.wanted(network, target, true, "blob"));
    var _ = webhook("t0-endpoints", toReceiver().addKinds("privateEndpoint"));
    var carol =
        plane.stubAs("carol@fabrikam", PrivateEndpointConnectionServiceGrpc::newBlockingStub);
    var approval =
        ApproveConnectionRequest.newBuilder().setName(Lab.connectionOf(endpoint)).build();

    var _ = carol.approveConnection(approval);
    var approved = receiver.next().events().getFirst().path("data");

    assertEquals("connection approved", text(approved, "reason"));
    assertEquals("", text(approved, "actor"));
  }

  @Test
  void whatFailsIsSentAgainAsItWasAndHoldsNobodyElse() throws Exception {
    try (var other = new TestReceiver()) {
      var begun = plane.clock().instant();
      receiver.answer(503, Map.of("Retry-After", "120"));
      receiver.answer(500);
      var name = webhook("failing", toReceiver()).getWebhook().getName();
      webhook("well", Webhook.newBuilder().setUrl(other.url()).setScope("subscriptions/contoso"));
      var network = lab.network("t2-one", "10.1.0.0/16");
      other.through(network);

      var first = receiver.next();
      var failing = await(name, it -> it.getFailedAttempts() == 1);
      assertEquals(503, failing.getLastStatus());
      assertEquals("The receiver answered with HTTP status 503.", failing.getLastError());
      assertEquals(120, seconds(begun, failing));
      plane.clock().advance(Duration.ofMinutes(2));

      var second = receiver.next();
      failing = await(name, it -> it.getFailedAttempts() == 2);
      assertEquals(500, failing.getLastStatus());
      assertTrue(seconds(begun, failing) <= 122, failing::toString);
      plane.clock().advance(Duration.ofSeconds(2));

      var third = receiver.next();
      assertEquals(List.of(first.id(), first.id()), List.of(second.id(), third.id()));
      assertEquals(List.of(first.body(), first.body()), List.of(second.body(), third.body()));
      assertNotEquals(first.header("webhook-timestamp"), third.header("webhook-timestamp"));
      await(name, it -> !it.hasFailingSince() && it.hasLastDeliveryTime());
    }
  }

  private static long seconds(Instant begun, WebhookDelivery failing) {
    return failing.getNextAttemptTime().getSeconds() - begun.getEpochSecond();
  }

  @Test
  void aReplayDeliversWhatCameAfterARevisionOnceMore() throws Exception {
    var created = webhook("replayed", toReceiver().addKinds("virtualNetwork"));
    var name = created.getWebhook().getName();
    var one = lab.network("replayed-1", "10.1.0.0/16");
    var event = receiver.through(one).getLast();
    var two = lab.network("replayed-2", "10.2.0.0/16");
    assertEquals(List.of(two), receiver.next().texts("subject"));

    var replay = ReplayWebhookRequest.newBuilder().setName(name);
    var replayed =
        alice().replayWebhook(replay.setAfterRevisionToken(created.getRevisionToken()).build());
    assertEquals(1, replayed.getWebhook().getReplayCount());
    var again = receiver.next();
    assertEquals(List.of(one, two), again.texts("subject"));
    assertEquals(text(event, "id"), again.texts("id").getFirst());

    var early =
        Refusal.of(() -> alice().replayWebhook(replay.setAfterRevisionToken("r999999").build()));
    assertEquals("RESUME_TOKEN_INVALID", early.reason());
  }

  @Test
  void aReceiverThatIsGoneIsLeftAloneUntilTheWebhookIsEnabledAgain() throws Exception {
    receiver.answer(410);
    var name = webhook("t4-all", toReceiver().addKinds("virtualNetwork")).getWebhook().getName();
    lab.network("t4-one", "10.1.0.0/16");
    var refused = receiver.next();
    Awaitility.await().until(() -> !get(name).getEnabled());
    assertEquals(410, get(name).getDelivery().getLastStatus());
    lab.network("t4-two", "10.2.0.0/16");
    assertTrue(receiver.isIdle());

    alice()
        .updateWebhook(
            UpdateWebhookRequest.newBuilder()
                .setWebhook(Webhook.newBuilder().setName(name).setEnabled(true))
                .build());

    assertEquals(refused.texts("id").getFirst(), receiver.next().texts("id").getFirst());
  }

  @Test
  void aNewSecretSignsBesideTheOldOneForAnHour() throws Exception {
    var created = webhook("t5-all", toReceiver().addKinds("virtualNetwork"));
    var name = created.getWebhook().getName();
    var rotated =
        alice().rotateWebhookSecret(RotateWebhookSecretRequest.newBuilder().setName(name).build());
    assertNotEquals(created.getSecret(), rotated.getSecret());
    assertEquals(2, rotated.getWebhook().getSecretGeneration());

    lab.network("t5-one", "10.1.0.0/16");
    var both = receiver.next();
    assertTrue(both.isSignedWith(created.getSecret()));
    assertTrue(both.isSignedWith(rotated.getSecret()));

    plane.clock().advance(Duration.ofHours(1));
    lab.network("t5-two", "10.2.0.0/16");
    var later = receiver.next();
    assertFalse(later.isSignedWith(created.getSecret()));
    assertTrue(later.isSignedWith(rotated.getSecret()));
    assertFalse(get(name).toString().contains(rotated.getSecret()));
  }

  @Test
  void aRepeatedCreateIsAnsweredWithTheSameSecretAndAPlanWithNone() {
    var request = create("t6-all", toReceiver()).toBuilder().setRequestId("r-1").build();

    var first = alice().createWebhook(request);
    var again = alice().createWebhook(request);
    var planned =
        alice()
            .createWebhook(create("other", toReceiver()).toBuilder().setValidateOnly(true).build());

    assertTrue(first.getSecret().matches("whsec_[A-Za-z0-9+/]{43}="), first::getSecret);
    assertEquals(first, again);
    assertEquals("", planned.getSecret());
    assertEquals(1, planned.getPlan().getChangesCount());
  }

  @Test
  void aTenantCannotHaveWhatAllHaveAndAnAdministratorCan() throws Exception {
    var refused = Refusal.of(() -> webhook("t7-all", toReceiver().setAllTenants(true)));
    assertEquals(Status.Code.PERMISSION_DENIED, refused.code());

    var name =
        administrator()
            .createWebhook(create("t7-all", toReceiver().setAllTenants(true)))
            .getWebhook()
            .getName();
    receiver.through(lab.network(Lab.PROVIDER, "t7-theirs", "10.9.0.0/16"));

    var taken =
        Refusal.of(() ->
            alice()
                .updateWebhook(
                    UpdateWebhookRequest.newBuilder()
                        .setWebhook(Webhook.newBuilder().setName(name).setUrl("https://x.example"))
                        .build()));
    assertEquals(Status.Code.PERMISSION_DENIED, taken.code());
    var stranger = plane.stubAs("bob@fabrikam", WebhookServiceGrpc::newBlockingStub);
    assertEquals(
        "RESOURCE_NOT_FOUND",
        Refusal.of(() ->
                stranger.deleteWebhook(DeleteWebhookRequest.newBuilder().setName(name).build()))
            .reason());
  }

  @Test
  void whatCannotBeDeliveredIsSaidWithTheFieldAtFault() {
    var url = Refusal.of(() -> webhook("t8-w", Webhook.newBuilder().setUrl("ftp://x.example/")));
    assertEquals(List.of("webhook.url"), url.fields());
    var kind = Refusal.of(() -> webhook("t8-w", toReceiver().addKinds("virtualNetworks")));
    assertEquals("UNKNOWN_FIELD_VALUE", kind.reason());
    assertEquals(List.of("webhook.kinds"), kind.fields());
    var scope = Refusal.of(() -> webhook("t8-w", toReceiver().setScope("subscriptions")));
    assertEquals(List.of("webhook.scope"), scope.fields());
  }
}

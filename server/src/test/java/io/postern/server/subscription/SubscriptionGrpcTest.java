package io.postern.server.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.DeleteSubscriptionRequest;
import io.postern.v1.GetSubscriptionRequest;
import io.postern.v1.ListSubscriptionsRequest;
import io.postern.v1.RegisterProviderRequest;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.SubscriptionServiceGrpc.SubscriptionServiceBlockingStub;
import io.postern.v1.UpdateQuotaRequest;
import io.postern.v1.UpdateSubscriptionRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionGrpcTest {
  @TempDir Path folder;
  private ControlPlane plane;
  private SubscriptionServiceBlockingStub subscriptions;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    subscriptions = plane.stub(SubscriptionServiceGrpc::newBlockingStub);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void aCreatedSubscriptionIsReadBackWithItsBookkeeping() {
    var created = create("contoso").getSubscription();

    var read =
        subscriptions
            .getSubscription(
                GetSubscriptionRequest.newBuilder().setName("/SUBSCRIPTIONS/Contoso").build())
            .getSubscription();

    assertEquals(created, read);
    assertEquals("subscriptions/contoso", read.getName());
    assertEquals("\"1\"", read.getEtag());
    assertTrue(read.hasCreateTime());
  }

  @Test
  void theSameRequestIdIsAnsweredOnceAndRefusedForAnotherRequest() {
    var request = createRequest("contoso").setRequestId("one").build();

    var first = subscriptions.createSubscription(request);
    var second = subscriptions.createSubscription(request);
    var other =
        Refusal.of(() ->
            subscriptions.createSubscription(
                createRequest("fabrikam").setRequestId("one").build()));

    assertEquals(first, second);
    assertEquals("REQUEST_ID_REUSED", other.reason());
  }

  @Test
  void validateOnlyAnswersAndChangesNothing() {
    var planned =
        subscriptions.createSubscription(createRequest("contoso").setValidateOnly(true).build());

    assertEquals("subscriptions/contoso", planned.getSubscription().getName());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get("subscriptions/contoso")).code());
  }

  @Test
  void anUpdateWithAnOldEtagIsAborted() {
    var created = create("contoso").getSubscription();
    update(created.toBuilder().setDisplayName("Contoso Ltd").build());

    var refused = Refusal.of(() -> update(created.toBuilder().setDisplayName("Too late").build()));

    assertEquals(Status.Code.ABORTED, refused.code());
    assertEquals("ETAG_MISMATCH", refused.reason());
  }

  @Test
  void anUpdateThatChangesNothingKeepsTheEtagAndTheRevision() {
    var created = create("contoso");

    var updated =
        subscriptions.updateSubscription(
            UpdateSubscriptionRequest.newBuilder()
                .setSubscription(created.getSubscription())
                .build());

    assertEquals(created.getSubscription().getEtag(), updated.getSubscription().getEtag());
    assertEquals(created.getRevisionToken(), updated.getRevisionToken());
  }

  @Test
  void theTenantCannotBeChanged() {
    create("contoso");

    var refused =
        Refusal.of(() ->
            subscriptions.updateSubscription(
                UpdateSubscriptionRequest.newBuilder()
                    .setSubscription(
                        Subscription.newBuilder()
                            .setName("subscriptions/contoso")
                            .setTenant("other"))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("tenant"))
                    .build()));

    assertEquals("FIELD_IMMUTABLE", refused.reason());
  }

  @Test
  void listsComeInPages() {
    for (var id : new String[] {"a", "b", "c"}) create(id);

    var first =
        subscriptions.listSubscriptions(
            ListSubscriptionsRequest.newBuilder().setPageSize(2).build());
    var second =
        subscriptions.listSubscriptions(
            ListSubscriptionsRequest.newBuilder()
                .setPageSize(2)
                .setPageToken(first.getNextPageToken())
                .build());

    assertEquals(2, first.getSubscriptionsCount());
    assertEquals("subscriptions/c", second.getSubscriptions(0).getName());
    assertEquals("", second.getNextPageToken());
    var wrong =
        Refusal.of(() ->
            subscriptions.listSubscriptions(
                ListSubscriptionsRequest.newBuilder().setPageToken("x").build()));
    assertEquals("PAGE_TOKEN_INVALID", wrong.reason());
  }

  @Test
  void anotherTenantsSubscriptionDoesNotExist() {
    create("contoso");
    var stranger = plane.stubAs("eve@fabrikam", SubscriptionServiceGrpc::newBlockingStub);

    var refused =
        Refusal.of(() ->
            stranger.getSubscription(
                GetSubscriptionRequest.newBuilder().setName("subscriptions/contoso").build()));

    assertEquals("RESOURCE_NOT_FOUND", refused.reason());
    assertEquals(
        0,
        stranger
            .listSubscriptions(ListSubscriptionsRequest.getDefaultInstance())
            .getSubscriptionsCount());
  }

  @Test
  void providersAreRegisteredByTheirOwnCall() {
    create("contoso");

    var registered =
        subscriptions.registerProvider(
            RegisterProviderRequest.newBuilder()
                .setName("subscriptions/contoso")
                .setProvider("Microsoft.Network")
                .build());

    assertEquals("Microsoft.Network", registered.getSubscription().getRegisteredProviders(0));
  }

  @Test
  void aProviderIsRegisteredInItsUsualSpelling() {
    create("contoso");

    assertEquals(List.of("Microsoft.Sql"), register("MICROSOFT.SQL"));
  }

  @Test
  void anUnknownProviderIsRefusedWithTheNearestOne() {
    create("contoso");

    var refused = Refusal.of(() -> register("Microsoft.Netwrok"));
    var strange = Refusal.of(() -> register("Nobody.Knows"));

    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    assertEquals("INVALID_FIELD", refused.reason());
    assertEquals(List.of("provider"), refused.fields());
    assertEquals(
        "There is no provider 'Microsoft.Netwrok'; did you mean 'Microsoft.Network'?",
        refused.message());
    assertEquals("There is no provider 'Nobody.Knows'.", strange.message());
  }

  @Test
  void theProviderOfATypeOfTheOperatorsOwnCanBeRegistered() {
    create("contoso");
    var refused = Refusal.of(() -> register("Contoso.Sea"));

    Lab.of(plane).resourceType("boats", "Contoso.Sea/boats");

    assertEquals("INVALID_FIELD", refused.reason());
    assertEquals(List.of("Contoso.Sea"), register("Contoso.Sea"));
  }

  private List<String> register(String provider) {
    return subscriptions
        .registerProvider(
            RegisterProviderRequest.newBuilder()
                .setName("subscriptions/contoso")
                .setProvider(provider)
                .build())
        .getSubscription()
        .getRegisteredProvidersList();
  }

  @Test
  void aQuotaIsSetAndPutBack() {
    create("contoso");
    var name =
        UpdateQuotaRequest.newBuilder()
            .setName("subscriptions/contoso")
            .setQuota("privateEndpoints");

    var set = subscriptions.updateQuota(name.clone().setLimit(5).build()).getQuota();
    var reset = subscriptions.updateQuota(name.clone().setResetToDefault(true).build()).getQuota();

    assertEquals(5, set.getLimit());
    assertEquals(65_536, reset.getLimit());
  }

  @Test
  void everythingIsThereAfterARestart() {
    var created = create("contoso");
    plane.close();
    start();

    assertEquals(created.getSubscription(), get("subscriptions/contoso"));
    assertNotEquals(created.getRevisionToken(), create("fabrikam").getRevisionToken());
  }

  @Test
  void aDeletedSubscriptionIsGone() {
    create("contoso");

    subscriptions.deleteSubscription(
        DeleteSubscriptionRequest.newBuilder().setName("subscriptions/contoso").build());

    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get("subscriptions/contoso")).code());
  }

  private Subscription get(String name) {
    return subscriptions
        .getSubscription(GetSubscriptionRequest.newBuilder().setName(name).build())
        .getSubscription();
  }

  private io.postern.v1.CreateSubscriptionResponse create(String id) {
    return subscriptions.createSubscription(createRequest(id).build());
  }

  private void update(Subscription subscription) {
    subscriptions.updateSubscription(
        UpdateSubscriptionRequest.newBuilder().setSubscription(subscription).build());
  }

  private static CreateSubscriptionRequest.Builder createRequest(String id) {
    return CreateSubscriptionRequest.newBuilder()
        .setSubscriptionId(id)
        .setSubscription(Subscription.newBuilder().setTenant(id));
  }
}

package io.postern.server.connection;

import static io.postern.server.connection.ConnectionCalls.shown;
import static io.postern.server.connection.ConnectionCalls.story;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ConnectionPolicy;
import io.postern.v1.DeletePrivateLinkResourceRequest;
import io.postern.v1.GetSubnetRequest;
import io.postern.v1.ListNetworkInterfacesRequest;
import io.postern.v1.NetworkInterfaceServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnection.Transition;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkService.AccessMode;
import io.postern.v1.PrivateLinkService.AutoApproval;
import io.postern.v1.PrivateLinkService.Visibility;
import io.postern.v1.PrivateLinkServiceServiceGrpc;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UnregisterProviderRequest;
import io.postern.v1.UpdatePrivateLinkServiceRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of the connection table (Rules §2), each through the running server. */
class ConnectionRowsTest {
  private static final String TAKE_IN = "UNSPECIFIED > ";

  @TempDir Path folder;
  private ControlPlane plane;
  private Lab lab;
  private String network;
  private ConnectionCalls alice;
  private ConnectionCalls bob;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    alice = ConnectionCalls.as("alice@fabrikam", plane);
    bob = ConnectionCalls.as("bob@contoso", plane);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void row01AnAutomaticRequestByWhoMayApproveIsApprovedAtOnce() {
    var own = lab.resource(Lab.CONSUMER, "own", storage(ConnectionPolicy.getDefaultInstance()));

    var endpoint = ask("pe", Lab.wanted(network, own, false, "blob"));

    assertEquals("APPROVED NONE: Approved automatically", shown(endpoint));
    assertEquals("None", endpoint.getConnectionStatus().getActionsRequired());
    assertEquals(
        List.of(TAKE_IN + "APPROVED NONE by bob@contoso: please"), story(bob.of(endpoint)));
  }

  @Test
  void row02AServiceThatListsTheSubscriptionApprovesAtOnceByIdAndByAlias() {
    var service = lab.service("web", approving("subscriptions/contoso"));

    var byId = ask("by-id", Lab.wanted(network, service.getName(), false));
    var manually = ask("manually", Lab.wanted(network, service.getName(), true));
    var byAlias = ask("by-alias", byAlias(service));

    assertEquals("APPROVED NONE: Approved automatically", shown(byId));
    assertEquals("APPROVED NONE: Approved automatically", shown(manually));
    assertEquals("APPROVED NONE: Approved automatically", shown(byAlias));
    assertEquals(3, alice.names(service.getName()).size());
    assertEquals("", Lab.connectionOf(byAlias), "an alias shows nothing of the provider");
  }

  @Test
  void row03AManualRequestWaitsAndNeedsNoRightOnTheTarget() {
    var target = lab.storage("acct");
    var service = lab.service("web", PrivateLinkService.newBuilder());

    var endpoint = ask("pe", Lab.wanted(network, target, true, "blob"));
    var byAlias = ask("by-alias", byAlias(service));

    assertEquals("PENDING PROVIDER_APPROVAL_REQUIRED: ", shown(endpoint));
    assertEquals("PENDING PROVIDER_APPROVAL_REQUIRED: ", shown(byAlias));
    assertNotEquals("None", endpoint.getConnectionStatus().getActionsRequired());
    var seen = alice.of(endpoint);
    assertEquals(
        List.of(TAKE_IN + "PENDING PROVIDER_APPROVAL_REQUIRED by bob@contoso: please"),
        story(seen));
    assertEquals("please", seen.getRequestMessage());
    assertEquals("contoso", seen.getConsumerTenant());
    assertEquals(endpoint.getName(), seen.getPrivateEndpoint());
    assertEquals(endpoint.getConnectionStatus().getLinkIdentifier(), seen.getLinkIdentifier());
  }

  @Test
  void row04AnAutomaticRequestWithoutTheApprovalRightCreatesNothing() {
    var target = lab.storage("acct");

    var refused = Refusal.of(() -> ask("pe", Lab.wanted(network, target, false, "blob")));

    assertEquals(Status.Code.PERMISSION_DENIED, refused.code());
    assertEquals("LINKED_AUTHORIZATION_FAILED", refused.reason());
    assertEquals("LinkedAuthorizationFailed", refused.metadata().get("azureCode"));
    assertEquals(
        List.of("private_endpoint.private_link_service_connection.manual"), refused.fields());
    assertEquals(List.of(), alice.names(target));
    assertEquals(0, used());
    assertEquals(0, interfaces());
  }

  @Test
  void row04AServiceWithoutMatchingAutoApprovalMakesItPendingInstead() {
    var service = lab.service("web", PrivateLinkService.newBuilder());

    var endpoint = ask("pe", Lab.wanted(network, service.getName(), false));

    assertEquals("PENDING PROVIDER_APPROVAL_REQUIRED: ", shown(endpoint));
  }

  @Test
  void row05ARestrictedServiceAndOneThatIsNotThereCannotBeToldApart() {
    var service =
        lab.service(
            "web",
            PrivateLinkService.newBuilder()
                .setAccessMode(AccessMode.ACCESS_MODE_RESTRICTED)
                .setVisibility(Visibility.newBuilder().addSubscriptions("subscriptions/other")));

    var hidden = Refusal.of(() -> ask("pe", Lab.wanted(network, service.getName(), true)));
    var absent = Refusal.of(() -> ask("pe", Lab.wanted(network, service.getName() + "x", true)));

    assertEquals("PRIVATE_LINK_SERVICE_ID_NOT_VALID", hidden.reason());
    assertEquals("PrivateLinkServiceIdNotValid", hidden.metadata().get("azureCode"));
    assertEquals(
        List.of("private_endpoint.private_link_service_connection.target"), hidden.fields());
    assertEquals(hidden, absent);
    assertEquals(List.of(), alice.names(service.getName()));
    assertEquals(0, used());
  }

  @Test
  void row05AResourceThatIsNotThereIsNoValidTarget() {
    var target = lab.storage("acct");

    var absent = Refusal.of(() -> ask("pe", Lab.wanted(network, target + "x", true, "blob")));

    assertEquals(Status.Code.INVALID_ARGUMENT, absent.code());
    assertEquals("PRIVATE_LINK_SERVICE_ID_NOT_VALID", absent.reason());
    assertEquals(0, used());
  }

  @Test
  void row06TheOwnerApprovesARequestAndBothSidesShowIt() {
    var endpoint = pending("pe");
    plane.clock().advance(Duration.ofMinutes(5));

    var approved = alice.approve(Lab.connectionOf(endpoint), "welcome");

    var connection = approved.getPrivateEndpointConnection();
    assertEquals("APPROVED NONE: welcome", shown(connection));
    assertEquals("None", connection.getActionsRequired());
    assertEquals("APPROVED NONE: welcome", shown(lab.get(endpoint)));
    assertEquals("PENDING > APPROVED NONE by alice@fabrikam: welcome", story(connection).getLast());
    var move = connection.getHistoryList().getLast();
    assertEquals(approved.getRevisionToken(), move.getRevisionToken());
    assertEquals(plane.clock().instant().getEpochSecond(), move.getTime().getSeconds());
    assertEquals(connection, alice.of(endpoint));
  }

  @Test
  void row06TheConsumerCannotApproveItsOwnRequest() {
    var endpoint = pending("pe");

    var refused = Refusal.of(() -> bob.approve(Lab.connectionOf(endpoint), "let me in"));

    assertEquals(Status.Code.NOT_FOUND, refused.code());
    assertEquals("PENDING PROVIDER_APPROVAL_REQUIRED: ", shown(lab.get(endpoint)));
  }

  @Test
  void row07TheOwnerRejectsARequestAndTheEndpointKeepsItsAddress() {
    var endpoint = pending("pe");
    var address = endpoint.getCustomDnsConfigs(0).getIpAddresses(0);

    var rejected = alice.reject(Lab.connectionOf(endpoint), "not you");

    assertEquals(
        "REJECTED CONNECTION_REJECTED: not you", shown(rejected.getPrivateEndpointConnection()));
    assertEquals("REJECTED CONNECTION_REJECTED: not you", shown(lab.get(endpoint)));
    assertEquals(
        "PENDING > REJECTED CONNECTION_REJECTED by alice@fabrikam: not you",
        story(alice.of(endpoint)).getLast());
    assertEquals(address, lab.get(endpoint).getCustomDnsConfigs(0).getIpAddresses(0));
    assertEquals(1, used());
  }

  @Test
  void row08AnApprovedConnectionCanStillBeRejected() {
    var endpoint = pending("pe");
    var name = Lab.connectionOf(endpoint);
    var approved = alice.approve(name, "welcome").getRevisionToken();

    var rejected = alice.reject(name, "no more").getRevisionToken();

    assertNotEquals(approved, rejected);
    assertEquals("REJECTED CONNECTION_REJECTED: no more", shown(lab.get(endpoint)));
    assertEquals(
        List.of(
            TAKE_IN + "PENDING PROVIDER_APPROVAL_REQUIRED by bob@contoso: please",
            "PENDING > APPROVED NONE by alice@fabrikam: welcome",
            "APPROVED > REJECTED CONNECTION_REJECTED by alice@fabrikam: no more"),
        story(alice.of(endpoint)));
  }

  @Test
  void row09RejectedIsApprovedAgainUnlessThePolicyMakesItFinal() {
    var lenient = pending("lenient");
    var strict =
        lab.resource(
            Lab.PROVIDER,
            "strict",
            storage(ConnectionPolicy.newBuilder().setRejectIsFinal(true).build()));
    var stuck = ask("stuck", Lab.wanted(network, strict, true, "blob"));
    alice.reject(Lab.connectionOf(lenient), "no");
    alice.reject(Lab.connectionOf(stuck), "no");

    var approved = alice.approve(Lab.connectionOf(lenient), "after all");
    var refused = Refusal.of(() -> alice.approve(Lab.connectionOf(stuck), "after all"));

    assertEquals("APPROVED NONE: after all", shown(approved.getPrivateEndpointConnection()));
    assertEquals(Status.Code.FAILED_PRECONDITION, refused.code());
    assertEquals("PRIVATE_ENDPOINT_CONNECTION_STATUS_NOT_PENDING", refused.reason());
    assertEquals("REJECTED CONNECTION_REJECTED: no", shown(lab.get(stuck)));
  }

  @Test
  void row10ARejectedRequestIsMadeAgainByItsConsumer() {
    var endpoint = pending("pe");
    alice.reject(Lab.connectionOf(endpoint), "no");

    var again = bob.resubmit(endpoint, "pretty please");

    assertEquals("PENDING PROVIDER_APPROVAL_REQUIRED: ", shown(again));
    var connection = alice.of(endpoint);
    assertEquals("pretty please", connection.getRequestMessage());
    assertEquals("pretty please", again.getPrivateLinkServiceConnection().getRequestMessage());
    assertEquals(
        "REJECTED > PENDING PROVIDER_APPROVAL_REQUIRED by bob@contoso: pretty please",
        story(connection).getLast());
    assertEquals(1, used());
  }

  @Test
  void row10OnlyARejectedRequestIsMadeAgain() {
    var waiting = pending("waiting");
    var approved = pending("approved");
    alice.approve(Lab.connectionOf(approved), "fine");
    var ended = pending("ended");
    alice.disconnect(Lab.connectionOf(ended), "bye");

    for (var endpoint : List.of(waiting, approved, ended)) {
      var refused = Refusal.of(() -> bob.resubmit(endpoint, "again"));
      assertEquals("ILLEGAL_TRANSITION", refused.reason());
      assertEquals("please", alice.of(endpoint).getRequestMessage(), "nothing is half-written");
    }
  }

  @Test
  void row11DeletingTheConnectionDisconnectsItFromAnyState() {
    var waiting = pending("waiting");
    var approved = pending("approved");
    alice.approve(Lab.connectionOf(approved), "fine");
    var rejected = pending("rejected");
    alice.reject(Lab.connectionOf(rejected), "no");
    var previous = List.of("PENDING", "APPROVED", "REJECTED");

    var endpoints = List.of(waiting, approved, rejected);
    for (int i = 0; i < endpoints.size(); i++) {
      var endpoint = endpoints.get(i);
      var revision = alice.disconnect(Lab.connectionOf(endpoint), "bye");

      assertEquals("DISCONNECTED CONNECTION_DELETED_BY_PROVIDER: bye", shown(lab.get(endpoint)));
      assertEquals(
          previous.get(i) + " > DISCONNECTED CONNECTION_DELETED_BY_PROVIDER by alice@fabrikam: bye",
          story(alice.of(endpoint)).getLast());
      assertEquals(revision, lastMove(endpoint).getRevisionToken());
    }
    assertEquals(3, used(), "addresses are held until the endpoints are deleted");
  }

  @Test
  void row11DeletingTheTargetDisconnectsAllItsConnections() {
    var target = lab.storage("acct");
    var one = ask("one", Lab.wanted(network, target, true, "blob"));
    var two = ask("two", Lab.wanted(network, target, true, "blob"));
    alice.approve(Lab.connectionOf(one), "fine");

    var deleted =
        plane
            .stubAs("alice@fabrikam", PrivateLinkResourceServiceGrpc::newBlockingStub)
            .deletePrivateLinkResource(
                DeletePrivateLinkResourceRequest.newBuilder().setName(target).build());

    for (var endpoint : List.of(one, two)) {
      assertEquals(
          "DISCONNECTED TARGET_DELETED: The target was deleted.", shown(lab.get(endpoint)));
      assertEquals("alice@fabrikam", lastMove(endpoint).getActor());
      assertEquals(deleted.getRevisionToken(), lastMove(endpoint).getRevisionToken());
    }
  }

  @Test
  void row12NothingLeadsOutOfDisconnected() {
    var endpoint = pending("pe");
    var name = Lab.connectionOf(endpoint);
    var ended = alice.disconnect(name, "bye");

    assertEquals("ILLEGAL_TRANSITION", Refusal.of(() -> alice.approve(name, "")).reason());
    assertEquals("ILLEGAL_TRANSITION", Refusal.of(() -> alice.reject(name, "")).reason());
    assertEquals("ILLEGAL_TRANSITION", Refusal.of(() -> alice.suspend(name, "")).reason());
    assertEquals("ILLEGAL_TRANSITION", Refusal.of(() -> alice.resume(name, "")).reason());
    assertEquals("ILLEGAL_TRANSITION", Refusal.of(() -> bob.resubmit(endpoint, "")).reason());
    assertEquals(ended, alice.disconnect(name, "again"), "a repeat changes nothing");
    assertEquals("DISCONNECTED CONNECTION_DELETED_BY_PROVIDER: bye", shown(lab.get(endpoint)));
  }

  @Test
  void row13DeletingTheEndpointTakesItsConnectionAwayInAnyState() {
    var target = lab.storage("acct");
    for (var state : List.of("pending", "approved", "rejected", "disconnected")) {
      var endpoint = ask(state, Lab.wanted(network, target, true, "blob"));
      var name = Lab.connectionOf(endpoint);
      switch (state) {
        case "approved" -> alice.approve(name, "fine");
        case "rejected" -> alice.reject(name, "no");
        case "disconnected" -> alice.disconnect(name, "bye");
        default -> {}
      }

      bob.delete(endpoint);

      assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> alice.get(name)).code());
      assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> lab.get(endpoint)).code());
    }
    assertEquals(List.of(), alice.names(target));
    assertEquals(0, used());
    assertEquals(0, interfaces());
    assertEquals(
        "PENDING PROVIDER_APPROVAL_REQUIRED: ",
        shown(ask("pending", Lab.wanted(network, target, true, "blob"))),
        "the name is free at once");
  }

  @Test
  void row14EditedListsLeaveExistingConnectionsAsTheyAre() {
    var service = lab.service("web", approving("subscriptions/contoso"));
    var approved = ask("approved", Lab.wanted(network, service.getName(), true));
    change(service.toBuilder().setAutoApproval(AutoApproval.getDefaultInstance()), "auto_approval");
    var waiting = ask("waiting", Lab.wanted(network, service.getName(), true));

    change(approving("subscriptions/contoso").setName(service.getName()), "auto_approval");
    change(
        PrivateLinkService.newBuilder()
            .setName(service.getName())
            .setAccessMode(AccessMode.ACCESS_MODE_RESTRICTED),
        "access_mode",
        "visibility",
        "auto_approval");

    assertEquals("APPROVED NONE: Approved automatically", shown(lab.get(approved)));
    assertEquals("PENDING PROVIDER_APPROVAL_REQUIRED: ", shown(lab.get(waiting)));
    assertEquals(1, alice.of(approved).getHistoryCount());
    assertEquals(1, alice.of(waiting).getHistoryCount());
  }

  @Test
  void row15ARequesterThatLosesItsRightsKeepsItsConnection() {
    var endpoint = pending("pe");
    alice.approve(Lab.connectionOf(endpoint), "fine");

    var left =
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .unregisterProvider(
                UnregisterProviderRequest.newBuilder()
                    .setName("subscriptions/contoso")
                    .setProvider("Microsoft.Network")
                    .build())
            .getSubscription()
            .getRegisteredProvidersList();

    assertEquals(List.of(), left);
    assertEquals("APPROVED NONE: fine", shown(lab.get(endpoint)));
    assertEquals("APPROVED NONE: fine", shown(alice.of(endpoint)));
  }

  private PrivateEndpoint pending(String id) {
    return ask(id, Lab.wanted(network, lab.storage("acct" + id), true, "blob"));
  }

  private PrivateEndpoint ask(String id, PrivateEndpoint.Builder wanted) {
    return lab.endpoint(bob.endpoints, id, wanted);
  }

  private PrivateEndpoint.Builder byAlias(PrivateLinkService service) {
    var wanted = Lab.wanted(network, service.getName(), true);
    wanted.getPrivateLinkServiceConnectionBuilder().setAlias(service.getAlias());
    return wanted;
  }

  private Transition lastMove(PrivateEndpoint endpoint) {
    return alice.of(endpoint).getHistoryList().getLast();
  }

  private static PrivateLinkService.Builder approving(String subscription) {
    return PrivateLinkService.newBuilder()
        .setVisibility(Visibility.newBuilder().addSubscriptions(subscription))
        .setAutoApproval(AutoApproval.newBuilder().addSubscriptions(subscription));
  }

  private static PrivateLinkResource storage(ConnectionPolicy policy) {
    return PrivateLinkResource.newBuilder()
        .setType("Microsoft.Storage/storageAccounts")
        .setRegion(Lab.REGION)
        .setConnectionPolicy(policy)
        .build();
  }

  private void change(PrivateLinkService.Builder service, String... paths) {
    var mask = FieldMask.newBuilder().addAllPaths(List.of(paths));
    var _ =
        plane
            .stubAs("alice@fabrikam", PrivateLinkServiceServiceGrpc::newBlockingStub)
            .updatePrivateLinkService(
                UpdatePrivateLinkServiceRequest.newBuilder()
                    .setPrivateLinkService(service.clearEtag())
                    .setUpdateMask(mask)
                    .build());
  }

  private long used() {
    return plane
        .stub(SubnetServiceGrpc::newBlockingStub)
        .getSubnet(GetSubnetRequest.newBuilder().setName(network + "/subnets/default").build())
        .getSubnet()
        .getAddressCounters(0)
        .getUsed();
  }

  private int interfaces() {
    return plane
        .stub(NetworkInterfaceServiceGrpc::newBlockingStub)
        .listNetworkInterfaces(
            ListNetworkInterfacesRequest.newBuilder().setParent(Lab.CONSUMER).build())
        .getNetworkInterfacesCount();
  }
}

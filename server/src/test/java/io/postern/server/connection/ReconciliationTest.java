package io.postern.server.connection;

import static io.postern.server.connection.ConnectionCalls.shown;
import static io.postern.server.connection.ConnectionCalls.story;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ConnectionPolicy;
import io.postern.v1.ConnectionPolicy.ConsumerEntry;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkService.AutoApproval;
import io.postern.v1.PrivateLinkService.Visibility;
import io.postern.v1.PrivateLinkServiceServiceGrpc;
import io.postern.v1.UpdatePrivateLinkResourceRequest;
import io.postern.v1.UpdatePrivateLinkServiceRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists that change and room that appears (Rules §2, what we build). */
class ReconciliationTest {
  private static final ConsumerEntry CONTOSO = tenant("contoso", 0);
  private static final String APPROVED = "APPROVED NONE: Approved automatically";
  private static final String WAITING = "PENDING CONNECTION_LIMIT_REACHED: ";
  private static final String UNDECIDED = "PENDING PROVIDER_APPROVAL_REQUIRED: ";
  private static final String REFUSED = "REJECTED IN_REJECT_LIST: ";

  @TempDir static Path folder;
  private static ControlPlane plane;
  private static Lab lab;
  private static String network;
  private static ConnectionCalls alice;
  private static ConnectionCalls bob;
  private static ConnectionCalls owner;
  private static final AtomicInteger made = new AtomicInteger();

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    alice = ConnectionCalls.as("alice@fabrikam", plane);
    bob = ConnectionCalls.as("bob@contoso", plane);
    owner = ConnectionCalls.asAdministrator(plane);
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void aPendingRequestIsApprovedInTheWriteThatListsItsConsumer() {
    var target = target(policy());
    var endpoint = ask(target);
    assertEquals(UNDECIDED, state(endpoint));

    var revision = change(target, policy().addAcceptList(CONTOSO));

    assertEquals(APPROVED, state(endpoint));
    var move = alice.of(endpoint).getHistoryList().getLast();
    assertEquals(revision, move.getRevisionToken());
    assertEquals(
        "PENDING > APPROVED NONE by postern: The lists changed.",
        story(alice.of(endpoint)).getLast());
  }

  @Test
  void aPendingRequestIsRejectedInTheWriteThatPutsItsConsumerOnTheRejectList() {
    var target = target(policy());
    var endpoint = ask(target);

    change(target, policy().addRejectList(CONTOSO).addAcceptList(CONTOSO));

    assertEquals(REFUSED, state(endpoint), "the reject list beats the accept list");
  }

  @Test
  void listsThatDoNotReconcileMoveOnlyWhatIsPending() {
    var target = target(policy());
    var approved = ask(target);
    alice.approve(Lab.connectionOf(approved), "fine");
    var rejected = ask(target);
    alice.reject(Lab.connectionOf(rejected), "no");

    change(target, policy().addRejectList(CONTOSO));
    change(target, policy().addAcceptList(CONTOSO));

    assertEquals("APPROVED NONE: fine", state(approved));
    assertEquals("REJECTED CONNECTION_REJECTED: no", state(rejected));
  }

  @Test
  void listsThatReconcileMoveApprovedToRejectedAndBack() {
    var target = target(reconciling());
    var endpoint = ask(target);
    alice.approve(Lab.connectionOf(endpoint), "fine");

    change(target, reconciling().addRejectList(CONTOSO));
    assertEquals(REFUSED, state(endpoint));
    change(target, reconciling().addAcceptList(CONTOSO));
    assertEquals(APPROVED, state(endpoint));

    assertEquals(
        List.of(
            "APPROVED > REJECTED IN_REJECT_LIST by postern: The lists changed.",
            "REJECTED > APPROVED NONE by postern: The lists changed."),
        story(alice.of(endpoint)).subList(2, 4));
  }

  @Test
  void switchingReconcileOnAppliesTheListsToAll() {
    var target = target(policy().addRejectList(CONTOSO));
    var endpoint = ask(target);
    alice.approve(Lab.connectionOf(endpoint), "an exception");

    change(target, reconciling().addRejectList(CONTOSO));

    assertEquals(REFUSED, state(endpoint));
  }

  @Test
  void aDecisionMadeByHandStandsUntilTheListsSaySomethingNew() {
    var target = target(reconciling().addAcceptList(CONTOSO));
    var endpoint = ask(target);
    alice.reject(Lab.connectionOf(endpoint), "not this one");

    change(target, reconciling().addAcceptList(CONTOSO).addRejectList(tenant("northwind", 0)));
    assertEquals("REJECTED CONNECTION_REJECTED: not this one", state(endpoint));

    change(target, reconciling());
    change(target, reconciling().addAcceptList(CONTOSO));
    assertEquals(APPROVED, state(endpoint));
  }

  @Test
  void leavingAListOrAShrinkingLimitTakesNothingAway() {
    var target = target(reconciling().addAcceptList(tenant("contoso", 2)));
    var first = ask(target);
    var second = ask(target);

    change(target, reconciling().addAcceptList(tenant("contoso", 1)));
    change(target, reconciling());

    assertEquals(APPROVED, state(first));
    assertEquals(APPROVED, state(second));
  }

  @Test
  void aFinalRejectionIsNotUndoneByLists() {
    var target = target(reconciling().setRejectIsFinal(true));
    var endpoint = ask(target);
    alice.reject(Lab.connectionOf(endpoint), "never");

    change(target, reconciling().setRejectIsFinal(true).addAcceptList(CONTOSO));

    assertEquals("REJECTED CONNECTION_REJECTED: never", state(endpoint));
  }

  @Test
  void whatAPendingRequestWaitsForFollowsTheLists() {
    var target = target(policy());
    var endpoint = ask(target);

    change(target, policy().addAcceptList(tenant("northwind", 0)));
    assertEquals("PENDING NOT_IN_ALLOW_LIST: ", state(endpoint));
    change(target, policy());
    assertEquals(UNDECIDED, state(endpoint));
  }

  @Test
  void whoAskedFirstIsApprovedFirstAndTheRestWaitForRoom() {
    var target = target(policy());
    var endpoints = List.of(ask(target), ask(target), ask(target));

    change(target, policy().addAcceptList(tenant("contoso", 2)));

    assertEquals(
        List.of(APPROVED, APPROVED, WAITING),
        endpoints.stream().map(ReconciliationTest::state).toList());
  }

  @Test
  void rejectionsMakeTheirRoomBeforeOthersTakeIt() {
    var other = lab.network("vnet-" + made.incrementAndGet(), "10.9.0.0/16");
    var target = target(reconciling().addAcceptList(tenant("contoso", 1)));
    var first = ask(target);
    var second = lab.endpoint(bob.endpoints, next(), Lab.wanted(other, target, true, "blob"));
    assertEquals(WAITING, state(second));

    change(
        target,
        reconciling()
            .addAcceptList(tenant("contoso", 1))
            .addRejectList(ConsumerEntry.newBuilder().setVirtualNetwork(network)));

    assertEquals(REFUSED, state(first));
    assertEquals(APPROVED, state(second));
  }

  @Test
  void aWaitingRequestIsApprovedInTheWriteThatMakesRoom() {
    for (var cause : List.of("delete", "disconnect", "reject", "raise")) {
      var target = target(policy().addAcceptList(tenant("contoso", 1)));
      var first = ask(target);
      var second = ask(target);
      var third = ask(target);
      assertEquals(WAITING, state(second), cause);
      var name = Lab.connectionOf(first);

      var revision =
          switch (cause) {
            case "delete" -> bob.delete(first);
            case "disconnect" -> alice.disconnect(name, "bye");
            case "reject" -> alice.reject(name, "no").getRevisionToken();
            default -> change(target, policy().addAcceptList(tenant("contoso", 2)));
          };

      assertEquals(APPROVED, state(second), cause);
      assertEquals(WAITING, state(third), cause);
      var move = alice.of(second).getHistoryList().getLast();
      assertEquals(revision, move.getRevisionToken(), cause);
      assertEquals("postern", move.getActor(), "one consumer learns nothing of another");
    }
  }

  @Test
  void anApprovalThatRunsOutMakesRoom() {
    var target = target(policy().addAcceptList(tenant("contoso", 1)));
    var until = plane.clock().instant().plusSeconds(60).getEpochSecond();
    var ending = ask(target);
    alice.reject(Lab.connectionOf(ending), "");
    alice.approveUntil(Lab.connectionOf(ending), Timestamp.newBuilder().setSeconds(until).build());
    var waiting = ask(target);
    assertEquals(WAITING, state(waiting));

    plane.clock().advance(java.time.Duration.ofSeconds(60));
    await().until(() -> shown(lab.get(ending)).startsWith("REJECTED"));

    assertEquals(APPROVED, state(waiting));
  }

  @Test
  void aPausedConnectionKeepsItsRoom() {
    var target = target(policy().addAcceptList(tenant("contoso", 1)));
    var first = ask(target);
    var second = ask(target);

    alice.suspend(Lab.connectionOf(first), "");
    assertEquals(WAITING, state(second));
    alice.resume(Lab.connectionOf(first), "");
    assertEquals(WAITING, state(second));
  }

  @Test
  void theOwnerApprovesBeyondTheLimitAndThatCounts() {
    var target = target(policy().addAcceptList(tenant("contoso", 1)));
    var first = ask(target);
    var second = ask(target);
    var third = ask(target);

    alice.approve(Lab.connectionOf(second), "one more");
    bob.delete(first);

    assertEquals("APPROVED NONE: one more", state(second));
    assertEquals(WAITING, state(third), "the second takes the one place");
  }

  @Test
  void whatWaitsExpiresAllTheSame() {
    var ttl = Duration.newBuilder().setSeconds(30);
    var limited = policy().setPendingTtl(ttl).addAcceptList(tenant("contoso", 1));
    var target = target(limited);
    var first = ask(target);
    var second = ask(target);

    plane.clock().advance(java.time.Duration.ofSeconds(30));
    bob.delete(first);
    await().until(() -> shown(lab.get(second)).startsWith("REJECTED"));

    assertEquals("REJECTED REQUEST_EXPIRED: The time allowed is over.", state(second));
  }

  @Test
  void aDeletedTargetPromotesNobody() {
    var target = target(policy().addAcceptList(tenant("contoso", 1)));
    ask(target);
    var second = ask(target);

    lab.deleteResource(target);

    assertEquals("DISCONNECTED TARGET_DELETED: The target was deleted.", state(second));
    assertEquals(2, alice.of(second).getHistoryCount());
  }

  @Test
  void theListForAutomaticApprovalMovesWhatExistsOnlyWhereListsReconcile() {
    var plain = service(policy());
    var reconciling = service(reconciling());
    var waiting = ask(plain.getName());
    var moved = ask(reconciling.getName());
    var rejected = ask(reconciling.getName());
    alice.reject(Lab.connectionOf(rejected), "no");

    approveAtOnce(plain);
    approveAtOnce(reconciling);

    assertEquals(UNDECIDED, state(waiting));
    assertEquals(APPROVED, state(moved));
    assertEquals(APPROVED, state(rejected));
  }

  @Test
  void whatAManagedServiceAsksForIsDecidedByHandEveryTime() {
    var target = target(policy().addAcceptList(CONTOSO));
    var own =
        lab.resource(
            Lab.CONSUMER,
            next(),
            PrivateLinkResource.newBuilder()
                .setType("Microsoft.Storage/storageAccounts")
                .setRegion(Lab.REGION)
                .build());

    var listed = lab.endpoint(bob.endpoints, next(), managed(target));
    var byRight = lab.endpoint(bob.endpoints, next(), managed(own));
    change(target, reconciling().addAcceptList(CONTOSO));

    assertEquals(UNDECIDED, state(listed));
    assertEquals(UNDECIDED, state(byRight));
    assertEquals("Microsoft.DataFactory/factories", alice.of(listed).getManagedBy());
    alice.approve(Lab.connectionOf(listed), "");
    bob.delete(listed);
    assertEquals(UNDECIDED, state(lab.endpoint(bob.endpoints, next(), managed(target))));
    change(target, policy().addRejectList(CONTOSO));
    assertEquals(REFUSED, state(lab.endpoint(bob.endpoints, next(), managed(target))));
  }

  @Test
  void askingAgainWhileOnTheRejectListChangesNothing() {
    var target = target(policy().addRejectList(CONTOSO));
    var endpoint = ask(target);

    bob.resubmit(endpoint, "");
    bob.resubmit(endpoint, "");
    alice.approve(Lab.connectionOf(endpoint), "an exception");

    assertEquals(
        List.of(
            "UNSPECIFIED > REJECTED IN_REJECT_LIST by bob@contoso: please",
            "REJECTED > APPROVED NONE by alice@fabrikam: an exception"),
        story(alice.of(endpoint)));
  }

  @Test
  void aListNamesEachConsumerOnceAndNotTooMany() {
    var target = target(policy());
    var twice = policy().addAcceptList(tenant("contoso", 1)).addAcceptList(tenant("Contoso", 2));
    var many = policy();
    for (int i = 0; i <= 500; i++) many.addRejectList(tenant("t" + i, 0));
    var group = policy().addRejectList(ConsumerEntry.newBuilder().setSubscription(Lab.CONSUMER));
    var field = "private_link_resource.connection_policy.";

    assertEquals(
        List.of(field + "accept_list[1]"), Refusal.of(() -> change(target, twice)).fields());
    assertEquals(List.of(field + "reject_list"), Refusal.of(() -> change(target, many)).fields());
    assertEquals(
        List.of(field + "reject_list[0].subscription"),
        Refusal.of(() -> change(target, group)).fields());
  }

  @Test
  void everyStateThatIsNotApprovedSaysWhoHasToDoWhat() {
    var target = target(policy().addAcceptList(tenant("contoso", 1)));
    ask(target);
    for (var endpoint : List.of(ask(target), ask(target(policy())))) {
      var status = lab.get(endpoint).getConnectionStatus();
      assertNotEquals("None", status.getActionsRequired());
      assertNotEquals("", status.getActionsRequired());
    }
  }

  private static PrivateEndpoint.Builder managed(String target) {
    var wanted = Lab.wanted(network, target, false, "blob");
    wanted.getPrivateLinkServiceConnectionBuilder().setManagedBy("Microsoft.DataFactory/factories");
    return wanted;
  }

  private static ConnectionPolicy.Builder policy() {
    return ConnectionPolicy.newBuilder();
  }

  private static ConnectionPolicy.Builder reconciling() {
    return policy().setReconcile(true);
  }

  private static ConsumerEntry tenant(String tenant, int limit) {
    return ConsumerEntry.newBuilder().setTenant(tenant).setConnectionLimit(limit).build();
  }

  private static String next() {
    return "n" + made.incrementAndGet();
  }

  private static String target(ConnectionPolicy.Builder policy) {
    return lab.resource(
        Lab.PROVIDER,
        next(),
        PrivateLinkResource.newBuilder()
            .setType("Microsoft.Storage/storageAccounts")
            .setRegion(Lab.REGION)
            .setConnectionPolicy(policy)
            .build());
  }

  private static PrivateLinkService service(ConnectionPolicy.Builder policy) {
    return lab.service(
        next(),
        PrivateLinkService.newBuilder()
            .setVisibility(Visibility.newBuilder().addSubscriptions("*"))
            .setConnectionPolicy(policy));
  }

  private static PrivateEndpoint ask(String target) {
    boolean service = target.contains("privateLinkServices");
    var wanted =
        service ? Lab.wanted(network, target, true) : Lab.wanted(network, target, true, "blob");
    return lab.endpoint(bob.endpoints, next(), wanted);
  }

  private static String state(PrivateEndpoint endpoint) {
    assertEquals(shown(owner.of(endpoint)), shown(lab.get(endpoint)), "both sides say the same");
    return shown(lab.get(endpoint));
  }

  /** Gives a target another policy and returns the revision at which it has it. */
  private static String change(String target, ConnectionPolicy.Builder policy) {
    return plane
        .stubAs("alice@fabrikam", PrivateLinkResourceServiceGrpc::newBlockingStub)
        .updatePrivateLinkResource(
            UpdatePrivateLinkResourceRequest.newBuilder()
                .setPrivateLinkResource(
                    PrivateLinkResource.newBuilder().setName(target).setConnectionPolicy(policy))
                .setUpdateMask(FieldMask.newBuilder().addPaths("connection_policy"))
                .build())
        .getRevisionToken();
  }

  private static void approveAtOnce(PrivateLinkService service) {
    var _ =
        plane
            .stubAs("alice@fabrikam", PrivateLinkServiceServiceGrpc::newBlockingStub)
            .updatePrivateLinkService(
                UpdatePrivateLinkServiceRequest.newBuilder()
                    .setPrivateLinkService(
                        PrivateLinkService.newBuilder()
                            .setName(service.getName())
                            .setAutoApproval(AutoApproval.newBuilder().addSubscriptions("contoso")))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("auto_approval"))
                    .build());
  }
}

package io.postern.server.connection;

import static io.postern.server.connection.ConnectionCalls.shown;
import static io.postern.server.connection.ConnectionCalls.story;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.ConnectionPolicy;
import io.postern.v1.ConnectionPolicy.ConsumerEntry;
import io.postern.v1.ConnectionState;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateLinkResource;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a connection has beyond Azure's (Rules §2, what we build). */
class ConnectionLifeTest {
  private static final java.time.Duration DAY = java.time.Duration.ofDays(1);

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
  void approvingAnApprovedConnectionIsAHarmlessRepeat() {
    var name = Lab.connectionOf(ask("pe", ConnectionPolicy.getDefaultInstance()));
    var first = alice.approve(name, "welcome");

    var second = alice.approve(name, "welcome again");

    assertEquals(first, second);
    assertEquals(2, alice.get(name).getHistoryCount());
  }

  @Test
  void rejectingARejectedConnectionIsAHarmlessRepeat() {
    var name = Lab.connectionOf(ask("pe", ConnectionPolicy.getDefaultInstance()));
    var first = alice.reject(name, "no");

    var second = alice.reject(name, "still no");

    assertEquals(first, second);
  }

  @Test
  void aMoveWithAnOldEtagIsRefusedAndWithTheCurrentOneMade() {
    var endpoint = ask("pe", ConnectionPolicy.getDefaultInstance());
    var name = Lab.connectionOf(endpoint);
    var asRead = alice.get(name).getEtag();
    alice.reject(name, "no");

    var refused = Refusal.of(() -> alice.approve(approval(name, asRead)));
    var current = Objects.requireNonNull(refused.metadata().get("etag"));
    var approved = alice.approve(approval(name, current)).getPrivateEndpointConnection();

    assertEquals(Status.Code.ABORTED, refused.code());
    assertEquals("ETAG_MISMATCH", refused.reason());
    assertEquals(ConnectionState.CONNECTION_STATE_APPROVED, approved.getState());
    assertNotEquals(current, approved.getEtag());
  }

  @Test
  void validateOnlyShowsTheMoveAndMakesNone() {
    var name = Lab.connectionOf(ask("pe", ConnectionPolicy.getDefaultInstance()));
    var before = alice.get(name);

    var planned =
        alice.approve(
            ApproveConnectionRequest.newBuilder().setName(name).setValidateOnly(true).build());

    assertEquals(
        ConnectionState.CONNECTION_STATE_APPROVED,
        planned.getPrivateEndpointConnection().getState());
    assertEquals(before, alice.get(name));
  }

  @Test
  void aSuspendedConnectionStaysApprovedCarriesNothingAndResumes() {
    var endpoint = ask("pe", ConnectionPolicy.getDefaultInstance());
    var name = Lab.connectionOf(endpoint);
    assertEquals("ILLEGAL_TRANSITION", Refusal.of(() -> alice.suspend(name, "")).reason());
    assertEquals("ILLEGAL_TRANSITION", Refusal.of(() -> alice.resume(name, "")).reason());
    alice.approve(name, "welcome");

    var suspended = alice.suspend(name, "maintenance");
    assertEquals("APPROVED SUSPENDED: maintenance", shown(suspended));
    assertTrue(suspended.getSuspended());
    assertEquals("APPROVED SUSPENDED: maintenance", shown(lab.get(endpoint)));
    assertTrue(lab.get(endpoint).getConnectionStatus().getSuspended());
    assertEquals(suspended, alice.suspend(name, "again"), "a repeat changes nothing");

    var resumed = alice.resume(name, "done");
    assertEquals("APPROVED NONE: done", shown(resumed));
    assertFalse(lab.get(endpoint).getConnectionStatus().getSuspended());
    assertEquals(resumed, alice.resume(name, "again"));
    assertEquals(
        List.of(
            "APPROVED > APPROVED SUSPENDED by alice@fabrikam: maintenance",
            "APPROVED > APPROVED NONE by alice@fabrikam: done"),
        story(resumed).subList(2, 4));
    assertEquals(endpoint.getCustomDnsConfigsList(), lab.get(endpoint).getCustomDnsConfigsList());
  }

  @Test
  void aSuspendedConnectionCanBeRejected() {
    var endpoint = ask("pe", ConnectionPolicy.getDefaultInstance());
    var name = Lab.connectionOf(endpoint);
    alice.approve(name, "welcome");
    alice.suspend(name, "maintenance");

    alice.reject(name, "no more");

    assertEquals("REJECTED CONNECTION_REJECTED: no more", shown(lab.get(endpoint)));
    assertFalse(alice.get(name).getSuspended());
  }

  @Test
  void aRequestThatNobodyDecidesExpires() {
    var endpoint = ask("pe", expiring());
    var due = alice.of(endpoint).getPendingExpireTime();
    assertEquals(plane.clock().instant().plus(DAY).getEpochSecond(), due.getSeconds());

    plane.clock().advance(DAY);
    await().until(() -> shown(lab.get(endpoint)).startsWith("REJECTED"));

    assertEquals("REJECTED REQUEST_EXPIRED: The time allowed is over.", shown(lab.get(endpoint)));
    assertEquals(
        "PENDING > REJECTED REQUEST_EXPIRED by postern: The time allowed is over.",
        story(alice.of(endpoint)).getLast());
  }

  @Test
  void askingAgainAfterAnExpiryStartsTheTimeAnew() {
    var endpoint = ask("pe", expiring());
    plane.clock().advance(DAY);
    await().until(() -> shown(lab.get(endpoint)).startsWith("REJECTED"));

    bob.resubmit(endpoint, "");

    assertEquals(
        plane.clock().instant().plus(DAY).getEpochSecond(),
        alice.of(endpoint).getPendingExpireTime().getSeconds());
  }

  @Test
  void anApprovalWithAnEndRunsOutAndOneWithoutStays() {
    var ending = ask("ending", expiring());
    var staying = ask("staying", expiring());
    var until = plane.clock().instant().plus(DAY).getEpochSecond();
    alice.approveUntil(Lab.connectionOf(ending), Timestamp.newBuilder().setSeconds(until).build());
    alice.approve(Lab.connectionOf(staying), "for good");
    assertEquals(until, alice.of(ending).getApprovedUntil().getSeconds());

    plane.clock().advance(DAY);
    await().until(() -> shown(lab.get(ending)).startsWith("REJECTED"));

    assertEquals("REJECTED APPROVAL_EXPIRED: The time allowed is over.", shown(lab.get(ending)));
    assertEquals("APPROVED NONE: for good", shown(lab.get(staying)));
    assertEquals(
        "APPROVED > REJECTED APPROVAL_EXPIRED by postern: The time allowed is over.",
        story(alice.of(ending)).getLast());
  }

  @Test
  void anApprovalEndsInTheFutureAndInAnyYearThereIs() {
    var name = Lab.connectionOf(ask("pe", ConnectionPolicy.getDefaultInstance()));

    for (long seconds : List.of(0L, plane.clock().instant().getEpochSecond(), Long.MAX_VALUE)) {
      var until = Timestamp.newBuilder().setSeconds(seconds).build();
      var refused = Refusal.of(() -> alice.approveUntil(name, until));
      assertEquals("INVALID_FIELD", refused.reason());
      assertEquals(List.of("approved_until"), refused.fields());
    }
  }

  @Test
  void wordsThatAreTooLongAreRefused() {
    var name = Lab.connectionOf(ask("pe", ConnectionPolicy.getDefaultInstance()));

    var refused = Refusal.of(() -> alice.approve(name, "x".repeat(141)));

    assertEquals(List.of("description"), refused.fields());
    assertEquals(
        "x".repeat(140),
        alice.approve(name, "x".repeat(140)).getPrivateEndpointConnection().getDescription());
  }

  @Test
  void wordsWithTabsAndLineBreaksAreKeptInTheHistory() {
    var name = Lab.connectionOf(ask("pe", ConnectionPolicy.getDefaultInstance()));

    alice.approve(name, "one\ttwo\nthree");

    var move = alice.get(name).getHistoryList().getLast();
    assertEquals("one\ttwo\nthree", move.getReason());
  }

  @Test
  void theRejectListBeatsTheAcceptListAndTheLimitMakesItWait() {
    var contoso = ConsumerEntry.newBuilder().setTenant("contoso");
    var limited = ConnectionPolicy.newBuilder().addAcceptList(contoso.setConnectionLimit(1));
    var other = ConsumerEntry.newBuilder().setSubscription("subscriptions/other");
    var target = target("limited", limited.build());

    assertEquals("APPROVED NONE: Approved automatically", shown(ask("first", target)));
    assertEquals("PENDING CONNECTION_LIMIT_REACHED: ", shown(ask("second", target)));
    assertEquals(
        "REJECTED IN_REJECT_LIST: ",
        shown(ask("third", target("both", limited.addRejectList(contoso).build()))));
    assertEquals(
        "PENDING NOT_IN_ALLOW_LIST: ",
        shown(ask("fourth", ConnectionPolicy.newBuilder().addAcceptList(other).build())));
  }

  @Test
  void connectionsAreListedByTargetStateAndEndpoint() {
    var target = target("acct", ConnectionPolicy.getDefaultInstance());
    var approved = ask("approved", target);
    var waiting = ask("waiting", target);
    alice.approve(Lab.connectionOf(approved), "fine");
    var all = ListPrivateEndpointConnectionsRequest.newBuilder().setParent(target);

    assertEquals(
        List.of(alice.of(approved), alice.of(waiting)), alice.list(all.clone()), "by their names");
    assertEquals(
        List.of(alice.of(waiting)),
        alice.list(all.clone().addStates(ConnectionState.CONNECTION_STATE_PENDING)));
    assertEquals(
        List.of(alice.of(approved)),
        alice.list(all.clone().setPrivateEndpoint("/" + approved.getName())));
    assertEquals(List.of(), bob.list(all.clone()), "the consumer sees none of the target's");
  }

  private PrivateEndpoint ask(String id, ConnectionPolicy policy) {
    return ask(id, target("acct" + id, policy));
  }

  private PrivateEndpoint ask(String id, String target) {
    return lab.endpoint(bob.endpoints, id, Lab.wanted(network, target, true, "blob"));
  }

  private String target(String id, ConnectionPolicy policy) {
    return lab.resource(
        Lab.PROVIDER,
        id,
        PrivateLinkResource.newBuilder()
            .setType("Microsoft.Storage/storageAccounts")
            .setRegion(Lab.REGION)
            .setConnectionPolicy(policy)
            .build());
  }

  private static ConnectionPolicy expiring() {
    return ConnectionPolicy.newBuilder()
        .setPendingTtl(Duration.newBuilder().setSeconds(DAY.toSeconds()))
        .build();
  }

  private static ApproveConnectionRequest approval(String name, String etag) {
    return ApproveConnectionRequest.newBuilder().setName(name).setEtag(etag).build();
  }
}

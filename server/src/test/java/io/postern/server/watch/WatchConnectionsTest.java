package io.postern.server.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.StreamReader;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.Change;
import io.postern.v1.ConnectionChange;
import io.postern.v1.ConnectionState;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.WatchConnectionsRequest;
import io.postern.v1.WatchConnectionsResponse;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchConnectionsTest {
  @TempDir Path folder;
  private ControlPlane plane;
  private Lab lab;
  private String network;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void theOwnerOfATargetFollowsARequestFromItsMakingToItsEnd() {
    var account = lab.storage("acct1");
    var elsewhere = lab.storage("acct2");

    try (var watch =
        open("bob@fabrikam", WatchConnectionsRequest.newBuilder().setParent(account))) {
      snapshot(watch);
      request("other", elsewhere);
      var endpoint = request("pe", account);
      lab.approve(endpoint);
      delete(endpoint);
      var changes = changes(watch, 3);

      assertEquals(
          List.of("ADDED PENDING", "MODIFIED APPROVED", "DELETED gone"),
          changes.stream().map(WatchConnectionsTest::said).toList());
      var approved = changes.get(1);
      assertEquals(Lab.connectionOf(endpoint), approved.getName());
      assertEquals("administrator", approved.getActor());
      assertEquals(endpoint.getName(), approved.getConnection().getPrivateEndpoint());
      assertFalse(approved.hasPrevious());
    }
  }

  @Test
  void aConnectionThatLeavesTheWantedStatesIsSentOnceMore() {
    var account = lab.storage("acct1");
    var request =
        WatchConnectionsRequest.newBuilder()
            .addStates(ConnectionState.CONNECTION_STATE_PENDING)
            .setIncludePrevious(true);

    try (var watch = open("bob@fabrikam", request)) {
      snapshot(watch);
      var first = request("one", account);
      lab.approve(first);
      lab.reject(first);
      request("two", account);
      var changes = changes(watch, 3);

      assertEquals(
          List.of("ADDED PENDING", "MODIFIED APPROVED", "ADDED PENDING"),
          changes.stream().map(WatchConnectionsTest::said).toList());
      assertEquals(
          ConnectionState.CONNECTION_STATE_PENDING, changes.get(1).getPrevious().getState());
    }
  }

  @Test
  void aSnapshotHasOnlyTheWantedStates() {
    var account = lab.storage("acct1");
    lab.approve(request("approved", account));
    var pending = request("pending", account);

    try (var watch =
        open(
            "bob@fabrikam",
            WatchConnectionsRequest.newBuilder()
                .addStates(ConnectionState.CONNECTION_STATE_PENDING))) {
      assertEquals(
          List.of(Lab.connectionOf(pending)),
          snapshot(watch).stream().map(ConnectionChange::getName).toList());
    }
  }

  @Test
  void theOwnerOfAnEndpointFollowsItsConnectionAndSeesNothingOfTheOtherSide() {
    var account = lab.storage("acct1");
    var endpoint = request("pe", account);

    try (var watch = open("alice@contoso", ofEndpoint(endpoint))) {
      var pending = snapshot(watch).getFirst().getConnection();
      lab.approve(endpoint);
      var approved = changes(watch, 1).getFirst();
      delete(endpoint);
      var gone = changes(watch, 1).getFirst();

      assertEquals(ConnectionState.CONNECTION_STATE_PENDING, pending.getState());
      assertEquals(account, pending.getTarget());
      assertEquals("MODIFIED APPROVED", said(approved));
      assertEquals("fine", approved.getConnection().getDescription());
      assertEquals("", approved.getActor());
      assertEquals(0, approved.getConnection().getHistoryCount());
      assertEquals("DELETED gone", said(gone));
    }
  }

  @Test
  void whoDecidesForTheOtherSideIsNotToldToWhoWatchesTheEndpointItself() {
    var endpoint = request("pe", lab.storage("acct1"));
    var carol =
        plane.stubAs("carol@fabrikam", PrivateEndpointConnectionServiceGrpc::newBlockingStub);
    var approval =
        ApproveConnectionRequest.newBuilder().setName(Lab.connectionOf(endpoint)).build();
    var ofEndpoint = WatchRequest.newBuilder().addNames(endpoint.getName()).build();

    try (var consumer = Watching.openAs("alice@contoso", plane, ofEndpoint);
        var administrator = Watching.open(plane, ofEndpoint)) {
      Watching.snapshot(consumer);
      Watching.snapshot(administrator);
      var _ = carol.approveConnection(approval);
      lab.reject(endpoint);

      assertEquals(List.of("", "administrator"), actors(consumer));
      assertEquals(List.of("carol@fabrikam", "administrator"), actors(administrator));
    }
  }

  private static List<String> actors(StreamReader<WatchRequest, WatchResponse> watch) {
    return Watching.all(Watching.changes(watch, 2)).stream().map(Change::getActor).toList();
  }

  @Test
  void aPrivateLinkServiceIsNotNamedToTheOwnerOfAnEndpoint() {
    var service =
        lab.service(
            "pls",
            PrivateLinkService.newBuilder()
                .setVisibility(PrivateLinkService.Visibility.newBuilder().addSubscriptions("*")));
    var endpoint = lab.endpoint("pe", Lab.wanted(network, service.getName(), true));

    try (var watch = open("alice@contoso", ofEndpoint(endpoint))) {
      var seen = snapshot(watch).getFirst();

      assertEquals(ConnectionState.CONNECTION_STATE_PENDING, seen.getConnection().getState());
      assertFalse(seen.toString().contains("fabrikam"), seen::toString);
    }
  }

  @Test
  void nobodyElseSeesAConnection() {
    var endpoint = request("pe", lab.storage("acct1"));
    lab.subscription("tailspin");

    try (var stranger = open("eve@tailspin", ofEndpoint(endpoint));
        var consumerWithoutItsEndpoint =
            open("alice@contoso", WatchConnectionsRequest.newBuilder())) {
      assertEquals(List.of(), snapshot(stranger));
      assertEquals(List.of(), snapshot(consumerWithoutItsEndpoint));
      lab.approve(endpoint);
      var after = Watching.add(plane, "after", "contoso");

      for (var watch : List.of(stranger, consumerWithoutItsEndpoint)) {
        var since = watch.until(message -> message.getRevisionToken().equals(after));
        assertTrue(since.stream().allMatch(message -> message.getChangesCount() == 0));
      }
    }
  }

  @Test
  void aConnectionWatchResumesWhereItWas() {
    var account = lab.storage("acct1");
    var request = WatchConnectionsRequest.newBuilder().setParent(account);
    String token;
    try (var watch = open("bob@fabrikam", request)) {
      token = watch.until(WatchConnectionsTest::isComplete).getLast().getResumeToken();
    }
    lab.approve(request("pe", account));

    try (var watch = open("bob@fabrikam", request.clone().setResumeToken(token));
        var other =
            open(
                "bob@fabrikam",
                request
                    .clone()
                    .addStates(ConnectionState.CONNECTION_STATE_PENDING)
                    .setResumeToken(token))) {
      assertEquals(
          List.of("ADDED PENDING", "MODIFIED APPROVED"),
          changes(watch, 2).stream().map(WatchConnectionsTest::said).toList());
      assertEquals("RESUME_TOKEN_INVALID", Refusal.of(other.error()).reason());
    }
  }

  private StreamReader<WatchConnectionsRequest, WatchConnectionsResponse> open(
      String principal, WatchConnectionsRequest.Builder request) {
    var rpc = plane.stubAs(principal, WatchServiceGrpc::newStub);
    var quick = Duration.newBuilder().setNanos(100_000_000);
    return StreamReader.open(rpc::watchConnections, request.setCheckpointInterval(quick).build());
  }

  private static WatchConnectionsRequest.Builder ofEndpoint(PrivateEndpoint endpoint) {
    return WatchConnectionsRequest.newBuilder().setPrivateEndpoint(endpoint.getName());
  }

  private static List<ConnectionChange> snapshot(
      StreamReader<WatchConnectionsRequest, WatchConnectionsResponse> watch) {
    return watch.until(WatchConnectionsTest::isComplete).stream()
        .flatMap(message -> message.getChangesList().stream())
        .toList();
  }

  private static boolean isComplete(WatchConnectionsResponse message) {
    return message.getKind() == WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE;
  }

  private static List<ConnectionChange> changes(
      StreamReader<WatchConnectionsRequest, WatchConnectionsResponse> watch, int wanted) {
    var changes = new ArrayList<ConnectionChange>();
    while (changes.size() < wanted) changes.addAll(watch.next().getChangesList());
    assertTrue(changes.size() == wanted, changes::toString);
    return changes;
  }

  private static String said(ConnectionChange change) {
    var state =
        change.hasConnection()
            ? change.getConnection().getState().name().replace("CONNECTION_STATE_", "")
            : "gone";
    return change.getType().name().replace("CHANGE_TYPE_", "") + " " + state;
  }

  private PrivateEndpoint request(String id, String target) {
    return lab.endpoint(id, Lab.wanted(network, target, true, "blob"));
  }

  private void delete(PrivateEndpoint endpoint) {
    var _ =
        lab.endpoints()
            .deletePrivateEndpoint(
                DeletePrivateEndpointRequest.newBuilder().setName(endpoint.getName()).build());
  }
}

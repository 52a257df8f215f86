package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.server.testing.AccessLab;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.StreamReader;
import io.postern.v1.Change;
import io.postern.v1.ListVirtualNetworksRequest;
import io.postern.v1.ResourceKind;
import io.postern.v1.VirtualNetworkServiceGrpc;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller goes on reading after what it may read was taken from it. */
class RightsTakenAwayTest {
  private static final WatchRequest NETWORKS =
      WatchRequest.newBuilder().addKinds(ResourceKind.RESOURCE_KIND_VIRTUAL_NETWORK).build();

  private static ControlPlane plane;
  private static Lab lab;
  private static AccessLab access;
  private static int tests;

  private final int number = tests++;
  private final String subscription = "subscriptions/t" + number;
  private final String group = subscription + "/resourceGroups/net";

  @BeforeAll
  static void start(@TempDir Path folder) {
    plane = ControlPlane.start(folder);
    lab = Lab.of(plane);
    access = AccessLab.of(plane);
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  /** Each test has a tenant of its own, on one server. */
  @BeforeEach
  void makeTenant() {
    lab.subscription("t" + number);
    access.grant(at("olga"), "Owner", "tenants/t" + number);
  }

  private String at(String name) {
    return name + "@t" + number;
  }

  private StreamReader<WatchRequest, WatchResponse> watch(String caller, WatchRequest request) {
    return StreamReader.open(plane.stubAs(caller, WatchServiceGrpc::newStub)::watch, request);
  }

  private static List<WatchResponse> snapshot(StreamReader<WatchRequest, WatchResponse> watch) {
    return watch.until(it -> it.getKind() == WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE);
  }

  private static List<String> names(List<WatchResponse> messages) {
    return messages.stream()
        .flatMap(message -> message.getChangesList().stream())
        .map(Change::getName)
        .toList();
  }

  /** What came before the end, and how it ended. */
  private static void assertEndsWithout(
      String name, StreamReader<WatchRequest, WatchResponse> watch) {
    try {
      while (true) assertFalse(names(List.of(watch.next())).contains(name));
    } catch (AssertionError ended) {
      if (!(ended.getCause() instanceof StatusRuntimeException thrown)) throw ended;
      var refusal = Refusal.of(thrown);
      assertEquals(Status.Code.ABORTED, refusal.code());
      assertEquals("RIGHTS_CHANGED", refusal.reason());
    }
  }

  @Test
  void aWatchShowsWhatIsAssignedAndEndsWhenThatIsTakenAway() {
    var grant = access.grant(at("bob"), "Reader", group);
    var seen = lab.network(group, "vnet-a", "10.1.0.0/16");
    lab.network(subscription + "/resourceGroups/other", "vnet-b", "10.2.0.0/16");
    try (var watch = watch(at("bob"), NETWORKS)) {
      assertEquals(List.of(seen), names(snapshot(watch)));
      var next = lab.network(group, "vnet-c", "10.3.0.0/16");
      var shown = watch.until(message -> message.getChangesCount() > 0);
      assertEquals(List.of(next), names(shown));

      access.revoke(grant);
      var late = lab.network(group, "vnet-d", "10.4.0.0/16");

      assertEndsWithout(late, watch);
    }
  }

  @Test
  void aDenialEndsAWatchToo() {
    access.grant(at("bob"), "Reader", "tenants/t" + number);
    try (var watch = watch(at("bob"), NETWORKS)) {
      snapshot(watch);
      access.deny("*", group, "Microsoft.Network/virtualNetworks/read");
      assertEndsWithout(lab.network(group, "vnet-a", "10.1.0.0/16"), watch);
    }
  }

  @Test
  void aTokenFromBeforeIsNoGoodAfter() {
    var grant = access.grant(at("bob"), "Reader", group);
    String token;
    try (var watch = watch(at("bob"), NETWORKS)) {
      token = snapshot(watch).getLast().getResumeToken();
    }
    access.revoke(grant);
    lab.network(group, "vnet-a", "10.1.0.0/16");

    try (var watch = watch(at("bob"), NETWORKS.toBuilder().setResumeToken(token).build())) {
      assertEquals("RIGHTS_CHANGED", Refusal.of(watch.error()).reason());
    }
    access.grant(at("bob"), "Reader", group);
    try (var watch = watch(at("bob"), NETWORKS.toBuilder().setResumeToken(token).build())) {
      assertEquals(1, watch.next().getChangesCount());
    }
  }

  @Test
  void theWatchOfSomebodyWhoseRightsStayedGoesOn() {
    try (var watch = watch(at("olga"), NETWORKS)) {
      snapshot(watch);
      access.revoke(access.grant(at("bob"), "Reader", group));
      var made = lab.network(group, "vnet-a", "10.1.0.0/16");

      assertEquals(List.of(made), names(watch.until(message -> message.getChangesCount() > 0)));
    }
  }

  @Test
  void aPageTokenFromBeforeShowsNothingAfter() {
    var grant = access.grant(at("bob"), "Reader", group);
    lab.network(group, "vnet-a", "10.1.0.0/16");
    lab.network(group, "vnet-b", "10.2.0.0/16");
    var networks = plane.stubAs(at("bob"), VirtualNetworkServiceGrpc::newBlockingStub);
    var request = ListVirtualNetworksRequest.newBuilder().setParent(group).setPageSize(1).build();
    var first = networks.listVirtualNetworks(request);
    access.revoke(grant);

    var rest =
        networks.listVirtualNetworks(
            request.toBuilder().setPageToken(first.getNextPageToken()).build());

    assertEquals(1, first.getVirtualNetworksCount());
    assertEquals(0, rest.getVirtualNetworksCount());
    assertEquals("", rest.getNextPageToken());
  }
}

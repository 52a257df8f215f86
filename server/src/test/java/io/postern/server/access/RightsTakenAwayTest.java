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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller goes on reading after what it may read was taken from it. */
class RightsTakenAwayTest {
  private static final String OTHER = "subscriptions/contoso/resourceGroups/other";
  private static final WatchRequest NETWORKS =
      WatchRequest.newBuilder().addKinds(ResourceKind.RESOURCE_KIND_VIRTUAL_NETWORK).build();

  @TempDir Path folder;
  private ControlPlane plane;
  private Lab lab;
  private AccessLab access;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    access = AccessLab.of(plane);
    access.grant("olga@contoso", "Owner", "tenants/contoso");
  }

  @AfterEach
  void stop() {
    plane.close();
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
    var grant = access.grant("bob@contoso", "Reader", Lab.CONSUMER);
    var seen = lab.network("vnet-a", "10.1.0.0/16");
    lab.network(OTHER, "vnet-b", "10.2.0.0/16");
    try (var watch = watch("bob@contoso", NETWORKS)) {
      assertEquals(List.of(seen), names(snapshot(watch)));
      var next = lab.network("vnet-c", "10.3.0.0/16");
      var shown = watch.until(message -> message.getChangesCount() > 0);
      assertEquals(List.of(next), names(shown));

      access.revoke(grant);
      var late = lab.network("vnet-d", "10.4.0.0/16");

      assertEndsWithout(late, watch);
    }
  }

  @Test
  void aDenialEndsAWatchToo() {
    access.grant("bob@contoso", "Reader", "tenants/contoso");
    try (var watch = watch("bob@contoso", NETWORKS)) {
      snapshot(watch);
      access.deny("*", Lab.CONSUMER, "Microsoft.Network/virtualNetworks/read");
      assertEndsWithout(lab.network("vnet-a", "10.1.0.0/16"), watch);
    }
  }

  @Test
  void aTokenFromBeforeIsNoGoodAfter() {
    var grant = access.grant("bob@contoso", "Reader", Lab.CONSUMER);
    String token;
    try (var watch = watch("bob@contoso", NETWORKS)) {
      token = snapshot(watch).getLast().getResumeToken();
    }
    access.revoke(grant);
    lab.network("vnet-a", "10.1.0.0/16");

    try (var watch = watch("bob@contoso", NETWORKS.toBuilder().setResumeToken(token).build())) {
      assertEquals("RIGHTS_CHANGED", Refusal.of(watch.error()).reason());
    }
    access.grant("bob@contoso", "Reader", Lab.CONSUMER);
    try (var watch = watch("bob@contoso", NETWORKS.toBuilder().setResumeToken(token).build())) {
      assertEquals(1, watch.next().getChangesCount());
    }
  }

  @Test
  void theWatchOfSomebodyWhoseRightsStayedGoesOn() {
    try (var watch = watch("olga@contoso", NETWORKS)) {
      snapshot(watch);
      access.revoke(access.grant("bob@contoso", "Reader", Lab.CONSUMER));
      var made = lab.network("vnet-a", "10.1.0.0/16");

      assertEquals(List.of(made), names(watch.until(message -> message.getChangesCount() > 0)));
    }
  }

  @Test
  void aPageTokenFromBeforeShowsNothingAfter() {
    var grant = access.grant("bob@contoso", "Reader", Lab.CONSUMER);
    lab.network("vnet-a", "10.1.0.0/16");
    lab.network("vnet-b", "10.2.0.0/16");
    var networks = plane.stubAs("bob@contoso", VirtualNetworkServiceGrpc::newBlockingStub);
    var request =
        ListVirtualNetworksRequest.newBuilder().setParent(Lab.CONSUMER).setPageSize(1).build();
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

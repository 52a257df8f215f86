package io.postern.bench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.testing.Lab;
import io.postern.server.testing.TestPostgres;
import io.postern.v1.ListPrivateEndpointsRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * An upgrade as {@code docs/upgrading.md} has it, with an earlier version that was built from its
 * own checkout: {@code bench/run upgrade COMMIT}.
 */
@EnabledIfSystemProperty(named = TwoVersionsTest.EARLIER, matches = ".+")
class TwoVersionsTest {
  static final String EARLIER = "postern.upgrade.earlier";

  private static final String NETWORK =
      Lab.CONSUMER + "/providers/Microsoft.Network/virtualNetworks/vnet-a";
  private static final int ENDPOINTS = 40;

  @TempDir private Path folder;

  private final Path earlier = Path.of(Objects.requireNonNull(System.getProperty(EARLIER)));
  private final Path current = Path.of("..", "postern").toAbsolutePath().normalize();
  private final String store = TestPostgres.url();
  private String zone = "";

  private LaunchedServer start(Path launcher, String name) throws Exception {
    return LaunchedServer.start(launcher, folder.resolve(name), store, NETWORK);
  }

  private static String id(int number) {
    return "acct" + number;
  }

  /** Asks for an endpoint at one server. */
  private PrivateEndpoint request(LaunchedServer server, int number) {
    var lab = Lab.of(server.channel());
    var endpoint =
        lab.endpoint("pe" + number, Lab.wanted(NETWORK, lab.storage(id(number)), true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    return endpoint;
  }

  private static void assertAnswersSoon(LaunchedServer server, int number) {
    Awaitility.await()
        .until(
            () -> server.address(id(number) + ".blob.core.windows.net"),
            it -> it.startsWith("10."));
  }

  private static List<PrivateEndpoint> endpoints(LaunchedServer server) {
    return PrivateEndpointServiceGrpc.newBlockingStub(server.channel())
        .listPrivateEndpoints(
            ListPrivateEndpointsRequest.newBuilder()
                .setParent(Lab.CONSUMER)
                .setPageSize(1000)
                .build())
        .getPrivateEndpointsList();
  }

  @Test
  void serversAreReplacedOneAfterTheOtherWhileBothVersionsWork() throws Exception {
    try (var staying = start(earlier, "two")) {
      var pending = begun();
      try (var upgraded = start(current, "one")) {
        Lab.of(upgraded.channel()).approve(pending);
        assertTrue(upgraded.address("acct0.blob.core.windows.net").startsWith("10."));
        assertAnswersSoon(staying, 0);
        assertBothWork(staying, upgraded);
        var refusal = LaunchedServer.refusal(earlier, folder.resolve("late"), store, NETWORK);
        assertTrue(refusal.contains("newer version"), refusal);
      }
    }
    try (var last = start(current, "two")) {
      for (int i = 0; i < ENDPOINTS; i++) assertAnswersSoon(last, i);
    }
  }

  /** What a server of the earlier version leaves behind that is replaced: a request that waits. */
  private PrivateEndpoint begun() throws Exception {
    try (var old = start(earlier, "one")) {
      var lab = Lab.in(old.channel());
      assertEquals(NETWORK, lab.network("vnet-a", "10.1.0.0/16"));
      zone = lab.zone(Lab.BLOB_ZONE);
      lab.link(zone, NETWORK, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
      return request(old, 0);
    }
  }

  private void assertBothWork(LaunchedServer staying, LaunchedServer upgraded) {
    var servers = List.of(staying, upgraded);
    var asked = new ArrayList<PrivateEndpoint>();
    for (int i = 1; i < ENDPOINTS; i++) asked.add(request(servers.get(i % 2), i));
    for (int i = 1; i < ENDPOINTS; i++)
      Lab.of(servers.get((i + i / 2) % 2).channel()).approve(asked.get(i - 1));
    for (int i = 1; i < ENDPOINTS; i++) for (var server : servers) assertAnswersSoon(server, i);
    Awaitility.await().until(() -> endpoints(staying).size() == ENDPOINTS);
    assertEquals(
        endpoints(upgraded).stream().map(PrivateEndpoint::getEtag).toList(),
        endpoints(staying).stream().map(PrivateEndpoint::getEtag).toList());
  }
}

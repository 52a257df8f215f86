package io.postern.bench.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.bench.ServerProcess;
import io.postern.server.testing.Lab;
import io.postern.v1.ConnectionState;
import io.postern.v1.GetSubnetRequest;
import io.postern.v1.ListNetworkInterfacesRequest;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.ListPrivateEndpointsRequest;
import io.postern.v1.NetworkInterfaceServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.SubnetServiceGrpc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What writers were told, held against what a server has: everything that was acknowledged, and
 * every endpoint whole, with its interface, its connection and as many held addresses as there are
 * endpoints.
 */
final class Ledger {
  /**
   * What was acknowledged last of an endpoint; a change that was sent and not answered may be there
   * or not.
   */
  enum Told {
    CREATED,
    APPROVED,
    REJECTED,
    DELETED
  }

  private record Known(Told acknowledged, boolean unanswered, Told attempted) {}

  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private List<PrivateEndpoint> alive = List.of();

  /** How many endpoints were ever asked for. */
  int size() {
    return known.size();
  }

  /** What there was when it was last looked. */
  List<PrivateEndpoint> alive() {
    return alive;
  }

  /** Makes a change; one that throws stays recorded as unanswered. */
  void attempt(String id, Told change, Runnable call) {
    var before = known.get(id);
    var acknowledged = before == null ? Told.DELETED : before.acknowledged();
    known.put(id, new Known(acknowledged, true, change));
    call.run();
    known.put(id, new Known(change, false, change));
  }

  /** Takes what there is as known, once it has been found to be possible. */
  void verify(ServerProcess server, String subnet) {
    settle(requirePossible(server, subnet));
  }

  /**
   * Looks at a file that is not the one to go on with: what was unanswered may be there in the one
   * and not in the other.
   *
   * @return the endpoints that there are, by id
   */
  Map<String, PrivateEndpoint> requirePossible(ServerProcess server, String subnet) {
    var lab = Lab.of(server.channel());
    var endpoints = endpoints(lab);
    for (var entry : known.entrySet())
      requirePossible(entry.getKey(), entry.getValue(), endpoints.get(entry.getKey()));
    for (var id : endpoints.keySet())
      assertTrue(known.containsKey(id), () -> id + " was never asked for");
    requireWhole(server, lab, subnet, endpoints);
    return endpoints;
  }

  private static void requirePossible(String id, Known known, @Nullable PrivateEndpoint found) {
    var actual = found == null ? Told.DELETED : told(found.getConnectionStatus().getState());
    boolean allowed =
        actual == known.acknowledged() || (known.unanswered() && actual == known.attempted());
    assertTrue(
        allowed,
        () -> id + " is " + actual + " after the crash, but " + known + " was acknowledged");
  }

  private static Told told(ConnectionState state) {
    return switch (state) {
      case CONNECTION_STATE_PENDING -> Told.CREATED;
      case CONNECTION_STATE_APPROVED -> Told.APPROVED;
      case CONNECTION_STATE_REJECTED -> Told.REJECTED;
      default -> throw new AssertionError(state);
    };
  }

  private static Map<String, PrivateEndpoint> endpoints(Lab lab) {
    var found = new HashMap<String, PrivateEndpoint>();
    var token = "";
    do {
      var page =
          lab.endpoints()
              .listPrivateEndpoints(
                  ListPrivateEndpointsRequest.newBuilder()
                      .setParent(Lab.CONSUMER)
                      .setPageSize(1000)
                      .setPageToken(token)
                      .build());
      page.getPrivateEndpointsList()
          .forEach(endpoint ->
              found.put(
                  endpoint.getName().substring(endpoint.getName().lastIndexOf('/') + 1), endpoint));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return found;
  }

  private static void requireWhole(
      ServerProcess server, Lab lab, String subnet, Map<String, PrivateEndpoint> endpoints) {
    assertEquals(
        endpointsOfConnections(lab),
        names(endpoints),
        "each endpoint has its connection, and no connection is left over");
    assertEquals(
        endpointsOfInterfaces(server),
        names(endpoints),
        "each endpoint has its interface, and no interface is left over");
    var counters =
        SubnetServiceGrpc.newBlockingStub(server.channel())
            .getSubnet(GetSubnetRequest.newBuilder().setName(subnet).build())
            .getSubnet()
            .getAddressCounters(0);
    assertEquals(endpoints.size(), counters.getUsed(), "one held address for each endpoint");
    assertEquals(
        counters.getTotal(),
        counters.getReserved()
            + counters.getUsed()
            + counters.getQuarantined()
            + counters.getFree());
  }

  private static Set<String> names(Map<String, PrivateEndpoint> endpoints) {
    var names = new HashSet<String>();
    endpoints.values().forEach(endpoint -> names.add(endpoint.getName()));
    return names;
  }

  private static Set<String> endpointsOfConnections(Lab lab) {
    var names = new HashSet<String>();
    var token = "";
    do {
      var page =
          lab.connections()
              .listPrivateEndpointConnections(
                  ListPrivateEndpointConnectionsRequest.newBuilder()
                      .setParent(Lab.PROVIDER)
                      .setPageSize(1000)
                      .setPageToken(token)
                      .build());
      page.getPrivateEndpointConnectionsList()
          .forEach(connection -> names.add(connection.getPrivateEndpoint()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return names;
  }

  private static Set<String> endpointsOfInterfaces(ServerProcess server) {
    var stub = NetworkInterfaceServiceGrpc.newBlockingStub(server.channel());
    var names = new HashSet<String>();
    var token = "";
    do {
      var page =
          stub.listNetworkInterfaces(
              ListNetworkInterfacesRequest.newBuilder()
                  .setParent(Lab.CONSUMER)
                  .setPageSize(1000)
                  .setPageToken(token)
                  .build());
      page.getNetworkInterfacesList().forEach(nic -> names.add(nic.getPrivateEndpoint()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return names;
  }

  /** What is there now is known for sure. */
  private void settle(Map<String, PrivateEndpoint> endpoints) {
    alive = List.copyOf(endpoints.values());
    known.replaceAll((id, before) -> {
      var found = endpoints.get(id);
      var actual = found == null ? Told.DELETED : told(found.getConnectionStatus().getState());
      return new Known(actual, false, actual);
    });
  }
}

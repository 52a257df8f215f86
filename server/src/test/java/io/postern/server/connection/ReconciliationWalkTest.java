package io.postern.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.FieldMask;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Slow;
import io.postern.v1.ActionCode;
import io.postern.v1.ConnectionPolicy;
import io.postern.v1.ConnectionPolicy.ConsumerEntry;
import io.postern.v1.ConnectionState;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.UpdatePrivateLinkResourceRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random moves at one target with lists and limits. After each of them every pending connection has
 * to have the reason that its target's lists give it, counted anew from all connections: whoever
 * waits for room finds none, and whoever is accepted and finds room does not wait.
 */
@Order(Slow.FIRST)
class ReconciliationWalkTest {
  private static final int STEPS = 250;
  private static final int MOST_ENDPOINTS = 8;

  @TempDir Path folder;
  private final Map<String, String> networkOf = new HashMap<>();
  private final List<PrivateEndpoint> endpoints = new ArrayList<>();
  private ConnectionPolicy policy = ConnectionPolicy.getDefaultInstance();

  @Test
  void nobodyWaitsForRoomThatIsThere() {
    long seed = Long.getLong("postern.seed", System.nanoTime());
    System.out.println("ReconciliationWalkTest seed " + seed + " (repeat with -Dpostern.seed)");
    var random = new Random(seed);
    try (var plane = ControlPlane.start(folder)) {
      var lab = Lab.in(plane);
      var owner = ConnectionCalls.asAdministrator(plane);
      var networks =
          List.of(lab.network("net-a", "10.1.0.0/16"), lab.network("net-b", "10.2.0.0/16"));
      var target =
          lab.resource(
              Lab.PROVIDER,
              "acct",
              PrivateLinkResource.newBuilder()
                  .setType("Microsoft.Storage/storageAccounts")
                  .setRegion(Lab.REGION)
                  .build());
      for (int step = 0; step < STEPS; step++) {
        var done = step(plane, lab, owner, random, networks, target, step);
        var all =
            owner.list(
                ListPrivateEndpointConnectionsRequest.newBuilder()
                    .setParent(target)
                    .setPageSize(1000));
        for (var connection : all) {
          if (connection.getState() != ConnectionState.CONNECTION_STATE_PENDING) continue;
          assertEquals(
              reason(connection, all),
              connection.getActionCode(),
              () -> "seed " + seed + " after " + done + " with " + policy + "\n" + connection);
        }
      }
    }
  }

  private String step(
      ControlPlane plane,
      Lab lab,
      ConnectionCalls owner,
      Random random,
      List<String> networks,
      String target,
      int step) {
    if (random.nextInt(4) == 0) {
      change(plane, target, random, networks);
      return "a change of the lists";
    }
    if (endpoints.isEmpty() || (endpoints.size() < MOST_ENDPOINTS && random.nextInt(3) == 0)) {
      var network = networks.get(random.nextInt(networks.size()));
      var made = lab.endpoint("pe" + step, Lab.wanted(network, target, true, "blob"));
      endpoints.add(made);
      networkOf.put(made.getName(), network);
      return "a new endpoint";
    }
    var endpoint = endpoints.get(random.nextInt(endpoints.size()));
    var name = Lab.connectionOf(endpoint);
    var state = owner.get(name).getState();
    boolean ended = state == ConnectionState.CONNECTION_STATE_DISCONNECTED;
    int move = random.nextInt(6);
    if (move == 0 || ended) {
      owner.delete(endpoint);
      endpoints.remove(endpoint);
      return "a deletion";
    }
    if (move == 1) owner.disconnect(name, "");
    else if (move <= 3) owner.reject(name, "");
    else if (state == ConnectionState.CONNECTION_STATE_REJECTED) owner.resubmit(endpoint, "");
    else owner.approve(name, "");
    return "move " + move + " from " + state;
  }

  private void change(ControlPlane plane, String target, Random random, List<String> networks) {
    var next = ConnectionPolicy.newBuilder().setReconcile(random.nextBoolean());
    if (random.nextBoolean()) next.addAcceptList(limited(random).setTenant("contoso"));
    if (random.nextBoolean())
      next.addAcceptList(limited(random).setSubscription("subscriptions/contoso"));
    for (var network : networks) {
      if (random.nextInt(3) == 0) next.addAcceptList(limited(random).setVirtualNetwork(network));
      if (random.nextInt(5) == 0)
        next.addRejectList(ConsumerEntry.newBuilder().setVirtualNetwork(network));
    }
    policy = next.build();
    var _ =
        plane
            .stub(PrivateLinkResourceServiceGrpc::newBlockingStub)
            .updatePrivateLinkResource(
                UpdatePrivateLinkResourceRequest.newBuilder()
                    .setPrivateLinkResource(
                        PrivateLinkResource.newBuilder()
                            .setName(target)
                            .setConnectionPolicy(policy))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("connection_policy"))
                    .build());
  }

  private static ConsumerEntry.Builder limited(Random random) {
    return ConsumerEntry.newBuilder().setConnectionLimit(random.nextInt(4));
  }

  /** Why a pending connection has to be pending, worked out from nothing but what is listed. */
  private ActionCode reason(
      PrivateEndpointConnection connection, List<PrivateEndpointConnection> all) {
    var network = network(connection);
    if (policy.getRejectListList().stream().anyMatch(entry -> covers(entry, network)))
      return ActionCode.ACTION_CODE_IN_REJECT_LIST;
    if (policy.getAcceptListCount() == 0) return ActionCode.ACTION_CODE_PROVIDER_APPROVAL_REQUIRED;
    // The API numbers the kinds of consumer from the widest to the narrowest.
    var narrowest =
        policy.getAcceptListList().stream()
            .filter(entry -> covers(entry, network))
            .max(Comparator.comparingInt(entry -> entry.getConsumerCase().getNumber()));
    if (narrowest.isEmpty()) return ActionCode.ACTION_CODE_NOT_IN_ALLOW_LIST;
    var entry = narrowest.get();
    long approved =
        all.stream()
            .filter(other -> other.getState() == ConnectionState.CONNECTION_STATE_APPROVED)
            .filter(other -> covers(entry, network(other)))
            .count();
    boolean full = entry.getConnectionLimit() > 0 && approved >= entry.getConnectionLimit();
    return full ? ActionCode.ACTION_CODE_CONNECTION_LIMIT_REACHED : ActionCode.ACTION_CODE_NONE;
  }

  private String network(PrivateEndpointConnection connection) {
    return Objects.requireNonNull(networkOf.get(connection.getPrivateEndpoint()));
  }

  private static boolean covers(ConsumerEntry entry, String network) {
    return !entry.hasVirtualNetwork() || entry.getVirtualNetwork().equals(network);
  }
}

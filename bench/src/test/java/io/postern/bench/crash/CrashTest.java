package io.postern.bench.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.bench.ServerProcess;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Slow;
import io.postern.v1.ConnectionState;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.GetSubnetRequest;
import io.postern.v1.ListNetworkInterfacesRequest;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.ListPrivateEndpointsRequest;
import io.postern.v1.NetworkInterfaceServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.SubnetServiceGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server with SIGKILL at random moments while several writers create, approve, reject and
 * delete endpoints. After each restart everything that was acknowledged must be there, and every
 * endpoint whole: with its interface, its connection and as many held addresses as there are
 * endpoints. {@code -Dpostern.crash.rounds=50} runs more rounds than a build does.
 */
@Order(Slow.FIRST)
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("postern.crash.rounds", 3);
  private static final long SEED = Long.getLong("postern.crash.seed", System.nanoTime());
  private static final int WRITERS = 8;

  @TempDir Path folder;

  /**
   * What was acknowledged last of an endpoint; a change that was sent and not answered may be there
   * or not.
   */
  private enum Told {
    CREATED,
    APPROVED,
    REJECTED,
    DELETED
  }

  private record Known(Told acknowledged, boolean unanswered, Told attempted) {}

  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final AtomicInteger nextId = new AtomicInteger();

  private List<PrivateEndpoint> alive = List.of();
  private @Nullable ServerProcess server;

  /** Why writers stopped for another reason than that the server was gone: there is none. */
  private final Queue<StatusRuntimeException> refusals = new ConcurrentLinkedQueue<>();

  /** Counts down to the kill. */
  private volatile CountDownLatch untilKill = new CountDownLatch(0);

  @AfterEach
  void stop() throws InterruptedException {
    if (server != null) server.kill();
  }

  @Test
  void nothingAcknowledgedIsLostAndNothingIsHalfWritten() throws Exception {
    System.out.println("crash test: seed " + SEED + ", rounds " + ROUNDS);
    var random = new Random(SEED);
    server = ServerProcess.start(folder);
    var lab = Lab.in(server.channel());
    // Wide enough for what lives and what rests, however many rounds there are.
    var network = lab.network("vnet-a", "10.1.0.0/16");
    var subnet = lab.subnet(network, "wide", "10.1.128.0/17");
    var record = AnsweredRecord.in(lab, server.channel(), network);
    var target = lab.storage("acct1");
    for (int round = 0; round < ROUNDS; round++) {
      int before = known.size();
      var running = server;
      var answered = Thread.ofVirtual().start(() -> record.write(running.channel()));
      int writes = writeUntilKilled(server, subnet, target, random);
      answered.join();
      server = ServerProcess.start(folder);
      record.requireNotStale(Lab.of(server.channel()));
      verify(server, subnet);
      System.out.printf(
          "crash round %d: killed after %d acknowledged writes; %d endpoints alive, %d new%n",
          round + 1, writes, alive.size(), known.size() - before);
    }
  }

  /** Returns how many writes were acknowledged at least. */
  private int writeUntilKilled(ServerProcess server, String subnet, String target, Random random)
      throws Exception {
    var writers = new ArrayList<Thread>();
    for (int i = 0; i < WRITERS; i++) {
      long seed = random.nextLong();
      var own = everyEighth(i);
      writers.add(
          Thread.ofVirtual()
              .unstarted(
                  () -> write(Lab.of(server.channel()), subnet, target, own, new Random(seed))));
    }
    int writes = random.nextInt(10, 300);
    untilKill = new CountDownLatch(writes);
    for (var writer : writers) writer.start();
    boolean taken = untilKill.await(1, TimeUnit.MINUTES);
    assertEquals(List.of(), List.copyOf(refusals));
    assertTrue(taken, "the server takes no more writes");
    LockSupport.parkNanos(random.nextLong(20_000_000));
    server.kill();
    for (var writer : writers) writer.join();
    return writes;
  }

  /** Each writer works on endpoints of its own until the server is gone. */
  private void write(
      Lab lab, String subnet, String target, List<PrivateEndpoint> own, Random random) {
    try {
      while (true) {
        // One of six makes an endpoint, and of the others one of five takes one away.
        if (own.size() < 4 || random.nextInt(6) == 0) {
          var id = "pe" + nextId.incrementAndGet();
          attempt(id, Told.CREATED, () -> own.add(lab.endpoint(id, wanted(subnet, target))));
        } else {
          change(lab, own, random);
        }
      }
    } catch (StatusRuntimeException e) {
      // What was under way when the server went stays recorded as unanswered.
      if (e.getStatus().getCode() != Status.Code.UNAVAILABLE) refusals.add(e);
    }
  }

  private static PrivateEndpoint.Builder wanted(String subnet, String target) {
    return Lab.wanted("", target, true, "blob").setSubnet(subnet);
  }

  /** A writer's share of what the last round left. */
  private List<PrivateEndpoint> everyEighth(int writer) {
    var own = new ArrayList<PrivateEndpoint>();
    for (int i = writer; i < alive.size(); i += WRITERS) own.add(alive.get(i));
    return own;
  }

  private void change(Lab lab, List<PrivateEndpoint> own, Random random) {
    int index = random.nextInt(own.size());
    var endpoint = own.get(index);
    var id = endpoint.getName().substring(endpoint.getName().lastIndexOf('/') + 1);
    switch (random.nextInt(5)) {
      case 0, 1 -> attempt(id, Told.APPROVED, () -> lab.approve(endpoint));
      case 2, 3 -> attempt(id, Told.REJECTED, () -> lab.reject(endpoint));
      default -> {
        own.remove(index);
        var request = DeletePrivateEndpointRequest.newBuilder().setName(endpoint.getName()).build();
        attempt(id, Told.DELETED, () -> lab.endpoints().deletePrivateEndpoint(request));
      }
    }
  }

  private void attempt(String id, Told change, Runnable call) {
    var before = known.get(id);
    var acknowledged = before == null ? Told.DELETED : before.acknowledged();
    known.put(id, new Known(acknowledged, true, change));
    call.run();
    known.put(id, new Known(change, false, change));
    untilKill.countDown();
  }

  private void verify(ServerProcess server, String subnet) {
    var lab = Lab.of(server.channel());
    var endpoints = endpoints(lab);
    for (var entry : known.entrySet())
      requirePossible(entry.getKey(), entry.getValue(), endpoints.get(entry.getKey()));
    for (var id : endpoints.keySet())
      assertTrue(known.containsKey(id), () -> id + " was never asked for");
    requireWhole(server, lab, subnet, endpoints);
    settle(endpoints);
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

package io.postern.bench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.bench.cluster.History.Call;
import io.postern.server.connection.model.Connection;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.store.jdbc.PostgresServer;
import io.postern.server.testing.Lab;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.GetPrivateEndpointConnectionRequest;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.ReadConsistency;
import io.postern.v1.RejectConnectionRequest;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.WaitForRevisionRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Clients of several servers: some approve and reject connections at whichever server, some read
 * them fully consistent, and one looks at what DNS of each server serves. All that they are told is
 * kept, to be held against the log.
 */
final class ClusterLoad {
  private static final int WRITERS = 4;
  private static final int READERS = 2;
  private static final int CONNECTIONS_EACH = 2;
  private static final int DEADLINE_SECONDS = 30;

  /** The servers as they are now: one that is started again takes the place of what it was. */
  private final List<Channel> servers;

  private final History history = new History();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Map<String, String> names = new HashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final String network;
  private volatile CountDownLatch answers = new CountDownLatch(0);

  /**
   * @param servers read again for each call
   */
  ClusterLoad(List<Channel> servers, long seed) {
    this.servers = servers;
    var lab = Lab.in(servers.getFirst());
    network = lab.network("vnet-a", "10.1.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var random = new Random(seed);
    var all = new ArrayList<String>();
    for (int writer = 0; writer < WRITERS; writer++) {
      var own = new ArrayList<String>();
      for (int i = 0; i < CONNECTIONS_EACH; i++) own.add(connection(lab, zone, all.size() + i));
      all.addAll(own);
      var choices = new Random(random.nextLong());
      threads.add(Thread.ofVirtual().unstarted(() -> write(own, choices)));
    }
    for (int reader = 0; reader < READERS; reader++) {
      var choices = new Random(random.nextLong());
      threads.add(Thread.ofVirtual().unstarted(() -> read(all, choices)));
    }
    threads.add(Thread.ofVirtual().unstarted(this::watchDns));
  }

  private String connection(Lab lab, String zone, int number) {
    var account = "acct" + number;
    var endpoint =
        lab.endpoint("pe" + number, Lab.wanted(network, lab.storage(account), true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    var name = Lab.connectionOf(lab.get(endpoint));
    names.put(name, account + ".blob.core.windows.net");
    return name;
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** Returns when clients have been answered so many times more. */
  void awaitAnswers(int count) throws InterruptedException {
    answers = new CountDownLatch(count);
    assertTrue(answers.await(1, TimeUnit.MINUTES), "nobody is answered any more: " + faults);
  }

  /** Ends the clients; all of them are done when this returns. */
  void stop() throws InterruptedException {
    over.countDown();
    for (var thread : threads) thread.join();
    assertEquals(List.of(), List.copyOf(faults));
  }

  private boolean isOver() {
    return over.getCount() == 0;
  }

  private void write(List<String> own, Random random) {
    while (!isOver()) {
      var name = own.get(random.nextInt(own.size()));
      boolean approves = random.nextBoolean();
      var server = Lab.of(servers.get(random.nextInt(servers.size())));
      told(() -> {
        if (approves) {
          var answer =
              server
                  .connections()
                  .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                  .approveConnection(ApproveConnectionRequest.newBuilder().setName(name).build());
          return new Told(answer.getPrivateEndpointConnection(), answer.getRevisionToken());
        }
        var answer =
            server
                .connections()
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .rejectConnection(RejectConnectionRequest.newBuilder().setName(name).build());
        return new Told(answer.getPrivateEndpointConnection(), answer.getRevisionToken());
      });
    }
  }

  private void read(List<String> all, Random random) {
    var consistency = ReadConsistency.newBuilder().setFullyConsistent(true);
    while (!isOver()) {
      var request =
          GetPrivateEndpointConnectionRequest.newBuilder()
              .setName(all.get(random.nextInt(all.size())))
              .setConsistency(consistency)
              .build();
      var server = Lab.of(servers.get(random.nextInt(servers.size())));
      told(() -> {
        var answer =
            server
                .connections()
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .getPrivateEndpointConnection(request);
        return new Told(answer.getPrivateEndpointConnection(), answer.getRevisionToken());
      });
    }
  }

  private record Told(PrivateEndpointConnection connection, String revision) {}

  private interface Asked {
    Told answer();
  }

  private void told(Asked call) {
    long begun = System.nanoTime();
    try {
      var told = call.answer();
      var state = told.connection.getState().name();
      history.add(
          new Call(
              told.connection.getName(),
              state.replace("CONNECTION_STATE_", ""),
              number(told.revision),
              begun,
              System.nanoTime()));
      answers.countDown();
    } catch (StatusRuntimeException e) {
      tolerate(e);
    }
  }

  /** A server that fails may leave a call unanswered, or say that it cannot; nothing else. */
  private void tolerate(StatusRuntimeException failure) {
    var code = failure.getStatus().getCode();
    if (code != Status.Code.UNAVAILABLE && code != Status.Code.DEADLINE_EXCEEDED)
      faults.add(failure.toString());
  }

  private static long number(String token) {
    return Revision.parse(token, "revision_token").number();
  }

  /** What DNS of a server serves never goes back, for as long as the server runs. */
  private void watchDns() {
    var served = new HashMap<Channel, Long>();
    while (!isOver()) {
      for (var server : servers) {
        try {
          var status =
              DnsServiceGrpc.newBlockingStub(server)
                  .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                  .getDnsStatus(GetDnsStatusRequest.getDefaultInstance());
          long now = number(status.getServedRevisionToken());
          long before = served.merge(server, now, Math::max);
          if (now < before) faults.add("DNS went back from " + before + " to " + now);
        } catch (StatusRuntimeException e) {
          tolerate(e);
        }
      }
    }
  }

  /**
   * Holds what was told against the log, and asks each server for every name: the answers are those
   * that follow from the end of the log.
   *
   * @return how many answers were looked at
   */
  int check(PostgresServer database) {
    var log = new History.Log();
    var last = new HashMap<String, String>();
    try (var store = JdbcStore.openServer(database, 2, new RandomIds())) {
      var cursor = Revision.ZERO;
      List<Change> page;
      do {
        page = store.log().after(cursor, 1_000);
        for (var change : page) {
          cursor = change.revision();
          if (change.resource() instanceof Connection connection) {
            var state = connection.state().label().name();
            log.put(connection.name().text(), cursor.number(), state);
            last.put(connection.name().text(), state);
          }
        }
      } while (!page.isEmpty());
      for (var server : servers) checkDns(server, cursor, last);
    }
    history.check(log);
    return history.size();
  }

  private void checkDns(Channel server, Revision through, Map<String, String> states) {
    var reached =
        DnsServiceGrpc.newBlockingStub(server)
            .waitForRevision(
                WaitForRevisionRequest.newBuilder()
                    .setRevisionToken(through.token())
                    .setTimeout(Duration.newBuilder().setSeconds(DEADLINE_SECONDS))
                    .build());
    assertTrue(reached.getReached(), "a server does not come to " + through.token());
    names.forEach((connection, name) -> {
      var answer = Lab.of(server).ask(network, name, "A");
      assertEquals(
          "APPROVED".equals(states.get(connection)),
          answer.contains(" A 10.1.0."),
          () -> name + " is " + states.get(connection) + ", but answered " + answer);
    });
  }
}

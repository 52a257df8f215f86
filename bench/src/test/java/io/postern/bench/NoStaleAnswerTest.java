package io.postern.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.testing.Answered;
import io.postern.server.dnsview.DnsLab;
import io.postern.server.kernel.Revision;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Slow;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.ResumeConnectionRequest;
import io.postern.v1.SuspendConnectionRequest;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * When a call that changes a connection returns, the very next UDP query gets the new answer: many
 * rounds of a random change and a query, none of them stale. {@code bench/run stale} has four times
 * as many as a build.
 */
@Order(Slow.FIRST)
class NoStaleAnswerTest {
  private static final int ROUNDS = Integer.getInteger("postern.stale.rounds", 1_250);
  private static final int WORKERS = 100;
  private static final int ENDPOINTS_EACH = 1;
  private static final int ENDPOINTS = WORKERS * ENDPOINTS_EACH;
  private static final int MOVES_WATCHED = 200;

  /** What an endpoint's connection is in, and where it can go from there. */
  private enum State {
    WAITING,
    APPROVED,
    SUSPENDED,
    REJECTED;

    List<State> next() {
      return switch (this) {
        case WAITING -> List.of(APPROVED, REJECTED);
        case APPROVED -> List.of(SUSPENDED, REJECTED);
        case SUSPENDED -> List.of(APPROVED, REJECTED);
        case REJECTED -> List.of(APPROVED);
      };
    }
  }

  @TempDir private static Path folder;
  private static DnsLab dns;
  private static List<PrivateEndpoint> endpoints = List.of();
  private static final Map<Integer, State> STATES = new ConcurrentHashMap<>();

  /** Made at once: many writes share a commit. */
  @BeforeAll
  static void start() throws Exception {
    dns = DnsLab.start(folder, "vnet-a");
    var network = dns.lab.network("vnet-a", "10.1.0.0/16");
    var zone = dns.lab.zone(Lab.BLOB_ZONE);
    dns.lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var made =
          IntStream.range(0, ENDPOINTS)
              .mapToObj(number -> threads.submit(() -> endpoint(number, zone)))
              .toList();
      endpoints = new ArrayList<>();
      for (var endpoint : made) endpoints.add(endpoint.get());
    }
  }

  private static PrivateEndpoint endpoint(int number, String zone) {
    var target = dns.lab.storage("acct" + number);
    var endpoint = dns.endpoint("pe" + number, "vnet-a", target, "blob", "blob=" + address(number));
    dns.lab.zoneGroup(endpoint.getName(), zone);
    STATES.put(number, State.WAITING);
    return endpoint;
  }

  @AfterAll
  static void stop() {
    dns.close();
  }

  private static String address(int endpoint) {
    return "10.1.0." + (10 + endpoint);
  }

  /** Each worker has endpoints of its own, so it knows what the next answer has to be. */
  @Test
  void theNextQueryAfterAChangeHasItsAnswer(TestReporter reporter) throws Exception {
    long seed = System.nanoTime();
    long began = System.nanoTime();
    var stale = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var workers = new ArrayList<Future<List<String>>>();
      for (int worker = 0; worker < WORKERS; worker++) {
        int first = worker * ENDPOINTS_EACH;
        var random = new Random(seed + worker);
        workers.add(threads.submit(() -> rounds(ROUNDS / WORKERS, first, random)));
      }
      for (var worker : workers) stale.addAll(worker.get());
    }
    var took = Duration.ofNanos(System.nanoTime() - began);
    reporter.publishEntry(
        "no stale answer", ROUNDS + " changes, each with a query, in " + took + "; seed " + seed);
    assertEquals(List.of(), stale, "stale answers, seed " + seed);
  }

  /** Changes and asks so many times; returns what was stale. */
  private List<String> rounds(int rounds, int firstEndpoint, Random random) {
    var stale = new ArrayList<String>();
    for (int round = 0; round < rounds; round++) {
      int endpoint = firstEndpoint + random.nextInt(ENDPOINTS_EACH);
      var next = moveAtRandom(endpoint, random);
      var answered = askedAddress(endpoint);
      if (!answered.equals(expected(endpoint, next)))
        stale.add("round " + round + ", acct" + endpoint + ": " + next + " but " + answered);
    }
    return stale;
  }

  @Test
  void theServedRevisionNeverGoesBack() throws Exception {
    var random = new Random(1);
    var moving = new AtomicBoolean(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var watcher =
          threads.submit(() -> {
            var seen = new ArrayList<Long>();
            while (moving.get()) seen.add(servedRevision());
            return seen;
          });
      try {
        for (int i = 0; i < MOVES_WATCHED; i++) moveAtRandom(random.nextInt(ENDPOINTS), random);
      } finally {
        moving.set(false);
      }
      assertEquals(watcher.get().stream().sorted().toList(), watcher.get());
    }
  }

  private long servedRevision() {
    var status =
        dns.plane
            .stub(DnsServiceGrpc::newBlockingStub)
            .getDnsStatus(GetDnsStatusRequest.getDefaultInstance());
    return Revision.parse(status.getServedRevisionToken(), "token").number();
  }

  /** Moves a connection to one of the states it can be in next. */
  private State moveAtRandom(int endpoint, Random random) {
    var choices = stateOf(endpoint).next();
    var next = choices.get(random.nextInt(choices.size()));
    move(endpoint, next);
    return next;
  }

  private State stateOf(int endpoint) {
    return Objects.requireNonNull(STATES.get(endpoint));
  }

  private void move(int endpoint, State next) {
    var connection = Lab.connectionOf(endpoints.get(endpoint));
    switch (next) {
      case REJECTED -> dns.lab.reject(endpoints.get(endpoint));
      case SUSPENDED -> {
        var _ =
            dns.lab
                .connections()
                .suspendConnection(
                    SuspendConnectionRequest.newBuilder().setName(connection).build());
      }
      case APPROVED -> {
        if (stateOf(endpoint) == State.SUSPENDED) {
          var _ =
              dns.lab
                  .connections()
                  .resumeConnection(
                      ResumeConnectionRequest.newBuilder().setName(connection).build());
        } else {
          dns.lab.approve(endpoints.get(endpoint));
        }
      }
      case WAITING -> throw new IllegalStateException("nothing leads back there");
    }
    STATES.put(endpoint, next);
  }

  private static String expected(int endpoint, State state) {
    return state == State.APPROVED ? address(endpoint) : "203.0.113.161";
  }

  private String askedAddress(int endpoint) {
    Answered answer = dns.ask("vnet-a", "acct" + endpoint + ".blob.core.windows.net", "A");
    if (answer.answers().isEmpty()) return answer.rcode();
    var last = answer.answers().getLast();
    return last.substring(last.lastIndexOf(' ') + 1);
  }
}

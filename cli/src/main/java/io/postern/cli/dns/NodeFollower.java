package io.postern.cli.dns;

import io.postern.cli.session.CommandFailure;
import io.postern.client.PosternClient;
import io.postern.client.PosternClientBuilder;
import io.postern.client.call.RetryPolicy;
import io.postern.client.error.PosternException;
import io.postern.dns.snapshot.DamagedStateException;
import io.postern.dns.snapshot.IndexReader;
import io.postern.dns.snapshot.Lineage;
import io.postern.v1.FollowIndexRequest;
import io.postern.v1.FollowIndexResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the index of a control plane: one of its servers, and the next one when that is away,
 * hangs or is behind. Between rounds it rests for longer and longer, up to some seconds.
 */
final class NodeFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeFollower.class);

  /** A server says something each second. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final Duration SHORTEST_REST = Duration.ofMillis(100);
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);
  private static final Duration REPORT_WITHIN = Duration.ofSeconds(3);

  /** How often it is said that no server can be followed. */
  private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

  private final List<String> servers;
  private final Function<String, PosternClientBuilder> clients;
  private final String node;
  private final List<String> networks;
  private final NodeState state;
  private final Runnable changed;
  private final Thread thread = Thread.ofPlatform().name("postern-node").unstarted(this::run);
  private final Thread watchdog =
      Thread.ofPlatform().daemon().name("postern-node-watch").unstarted(this::watch);
  private final CountDownLatch first = new CountDownLatch(1);
  private volatile long heardAtNanos = System.nanoTime();
  private volatile boolean listening;
  private volatile boolean closing;
  private long toldAtNanos;
  private boolean silent;

  /**
   * @param servers each {@code host:port}
   * @param clients what a client of a server is made from, each time that one is followed anew
   * @param networks those that are served; empty for everything
   * @param changed run after each change, on the thread that made it
   */
  NodeFollower(
      List<String> servers,
      Function<String, PosternClientBuilder> clients,
      String node,
      List<String> networks,
      NodeState state,
      Runnable changed) {
    this.servers = List.copyOf(servers);
    this.clients = clients;
    this.networks = List.copyOf(networks);
    this.node = node;
    this.state = state;
    this.changed = changed;
  }

  void start() {
    if (state.newest() != null) first.countDown();
    thread.start();
    watchdog.start();
  }

  /** Waits until there is an index; false if it was closed before. */
  boolean awaitIndex() throws InterruptedException {
    first.await();
    return !closing;
  }

  private void run() {
    var rest = SHORTEST_REST;
    for (int next = 0; !closing; next = (next + 1) % servers.size()) {
      long begun = System.nanoTime();
      var why = follow(servers.get(next));
      if (closing) return;
      told(servers.get(next), why);
      boolean lasted = System.nanoTime() - begun > SILENCE.toNanos();
      if (lasted) rest = SHORTEST_REST;
      if (next == servers.size() - 1) rest = rested(rest);
    }
  }

  private static Duration rested(Duration rest) {
    try {
      var half = rest.toMillis() / 2;
      Thread.sleep(half + ThreadLocalRandom.current().nextLong(half + 1));
    } catch (InterruptedException e) {
      // By the watchdog, who has no reason now; the loop looks whether it is closed.
    }
    var longer = rest.multipliedBy(2);
    return longer.compareTo(LONGEST_REST) < 0 ? longer : LONGEST_REST;
  }

  /** With the token and the certificates that the files have now. */
  private PosternClient client(String server) {
    return clients.apply(server).deadline(REPORT_WITHIN).retries(RetryPolicy.NONE).build();
  }

  /** Follows a server until it cannot be followed; why that is. */
  private String follow(String server) {
    heardAtNanos = System.nanoTime();
    listening = true;
    try (var client = client(server)) {
      var stream = new Stream(client, server);
      stream.reporter.start();
      try {
        client.dnsNodes().follow(request(), stream::take);
      } finally {
        stream.reporter.interrupt();
      }
      return stream.refusal == null ? "the stream has ended" : stream.refusal;
    } catch (PosternException | CommandFailure | IllegalArgumentException e) {
      // The last two where a file with a token or a certificate cannot be used.
      return String.valueOf(e.getMessage());
    } finally {
      listening = false;
      var _ = Thread.interrupted();
    }
  }

  private FollowIndexRequest request() {
    var request = FollowIndexRequest.newBuilder().setNode(node).addAllVirtualNetworks(networks);
    var kept = state.newest();
    if (kept != null) {
      request
          .setStore(kept.origin())
          .setLineage(kept.lineage().toString())
          .setRevisionToken(token(kept.index().revision()));
    }
    return request.build();
  }

  private static String token(long revision) {
    return "r" + revision;
  }

  /** One stream of a server. */
  private final class Stream {
    private final PosternClient client;
    private final String server;
    private final IndexReader reader = new IndexReader(state.index());
    private volatile String store = "";
    private @Nullable Lineage lineage;
    private final Thread reporter = Thread.ofVirtual().unstarted(this::reportAll);
    private @Nullable String refusal;

    Stream(PosternClient client, String server) {
      this.client = client;
      this.server = server;
      var kept = state.newest();
      this.lineage = kept == null ? null : kept.lineage();
    }

    /** False ends the stream. */
    boolean take(FollowIndexResponse response) {
      heardAtNanos = System.nanoTime();
      if (!response.getStore().isEmpty()) {
        store = response.getStore();
        back(server);
      }
      try {
        if (!response.getBlock().isEmpty()) takeBlock(response);
      } catch (DamagedStateException e) {
        refusal = "what it sends cannot be taken in: " + e.getMessage();
      }
      LockSupport.unpark(reporter);
      return refusal == null && !closing;
    }

    private void takeBlock(FollowIndexResponse response) throws DamagedStateException {
      if (!response.getLineage().isEmpty()) lineage = Lineage.parse(response.getLineage());
      if (!reader.take(response.getBlock().toByteArray())) return;
      var of = lineage;
      if (of == null || !state.advance(store, of, reader.index())) {
        refusal = "it is behind, at revision " + reader.index().revision();
        return;
      }
      changed.run();
      first.countDown();
    }

    /** On a thread of its own, so that what comes meanwhile is reported at once. */
    private void reportAll() {
      long reported = -1;
      while (!Thread.interrupted()) {
        var kept = state.newest();
        if (kept != null && kept.origin().equals(store) && kept.index().revision() != reported) {
          if (report(kept.index().revision())) reported = kept.index().revision();
          else LockSupport.park();
        } else {
          LockSupport.park();
        }
      }
    }

    /** What could not be said is said with the next sign of life. */
    private boolean report(long revision) {
      try {
        var _ = client.dnsNodes().reportServedRevision(node, token(revision));
        return true;
      } catch (PosternException e) {
        LOG.debug("{} was not told of revision {}", server, revision, e);
        return false;
      }
    }
  }

  private void back(String server) {
    if (silent)
      LOG.info("{} is followed again, from revision {}", server, state.index().revision());
    silent = false;
    toldAtNanos = 0;
  }

  private void told(String server, String why) {
    silent = true;
    long now = System.nanoTime();
    if (toldAtNanos != 0 && now - toldAtNanos < TOLD_EVERY.toNanos()) return;
    toldAtNanos = now;
    LOG.warn(
        "{} cannot be followed: {}; DNS answers as of revision {}, heard of {} s ago",
        server,
        why,
        state.index().revision(),
        Duration.ofNanos(now - heardAtNanos).toSeconds());
  }

  /** A server that hangs, or a network that has gone, would not be noticed otherwise. */
  private void watch() {
    while (!closing) {
      try {
        Thread.sleep(SILENCE.dividedBy(5));
      } catch (InterruptedException e) {
        return;
      }
      if (listening && System.nanoTime() - heardAtNanos > SILENCE.toNanos()) thread.interrupt();
    }
  }

  @Override
  public void close() {
    closing = true;
    first.countDown();
    thread.interrupt();
    watchdog.interrupt();
    try {
      thread.join(SILENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.postern.dns.forward;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.postern.dns.lookup.Inquiry;
import io.postern.dns.lookup.UpstreamReply;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way out to upstream resolvers and to the servers of forwarding rules: cache, then each server
 * in order, those that answer first.
 *
 * <p>A question that is being asked is not asked a second time beside it; the second asker waits
 * for the first one's reply (RFC 5452 §5). Work is done on virtual threads, and the number at one
 * time is bounded.
 */
public final class Forwarder implements AutoCloseable {
  /** Servers of rules whose silence is remembered; one that is forgotten counts as answering. */
  private static final int MAX_RULE_SERVERS = 10_000;

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final ForwardSettings settings;
  private final List<Upstream> upstreams;
  private final Cache<InetSocketAddress, Upstream> ruleServers;
  private final Function<InetSocketAddress, Upstream> known;
  private final AnswerCache cache;
  private final ConcurrentHashMap<Inquiry, CompletableFuture<UpstreamReply>> asking =
      new ConcurrentHashMap<>();
  private final Semaphore places;
  private final Shares<Asker> shares;
  private final ForwardCounters counters = new ForwardCounters();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dns-forward-", 0).factory());

  public Forwarder(ForwardSettings settings) {
    this(settings, Ticker.systemTicker());
  }

  Forwarder(ForwardSettings settings, Ticker ticker) {
    this.settings = settings;
    this.known = address -> new Upstream(UpstreamServer.plain(address), settings, ticker);
    this.upstreams =
        settings.upstreams().stream().map(it -> new Upstream(it, settings, ticker)).toList();
    this.ruleServers =
        Caffeine.newBuilder().maximumSize(MAX_RULE_SERVERS).executor(Runnable::run).build();
    this.cache = new AnswerCache(settings.maxCachedAnswers(), settings.stale(), ticker);
    this.places = new Semaphore(settings.maxInFlight());
    this.shares = new Shares<>(settings.maxInFlightPerAsker());
  }

  /** Whether there are upstream resolvers. */
  public boolean isConfigured() {
    return !upstreams.isEmpty();
  }

  /** The reply to an earlier question to the same servers that may still be used. */
  public @Nullable UpstreamReply cached(Inquiry inquiry) {
    var reply = cache.get(inquiry);
    if (reply != null) {
      counters.fromCache.increment();
    }
    return reply;
  }

  /**
   * Runs work that asks upstreams on a thread of its own; false if too much is being done, in all
   * or for this asker.
   */
  public boolean tryStart(Asker asker, Runnable work) {
    if (!shares.tryTake(asker)) {
      counters.overLimit.increment();
      return false;
    }
    if (!places.tryAcquire()) {
      shares.giveBack(asker);
      counters.overLimit.increment();
      return false;
    }
    try {
      threads.execute(() -> {
        try {
          work.run();
        } finally {
          release(asker);
        }
      });
      return true;
    } catch (RejectedExecutionException e) {
      release(asker);
      return false;
    }
  }

  private void release(Asker asker) {
    places.release();
    shares.giveBack(asker);
  }

  /** The reply to a question of this server's own; waits for it. */
  public UpstreamReply ask(Inquiry inquiry) {
    return ask(Asker.IN_PROCESS, inquiry);
  }

  /**
   * The reply to the question; waits for it.
   *
   * @param asker for whom, should the asking go on after a stale answer was given
   */
  public UpstreamReply ask(Asker asker, Inquiry inquiry) {
    var cached = cached(inquiry);
    if (cached != null) {
      return cached;
    }
    var stale = cache.stale(inquiry);
    var mine = new CompletableFuture<UpstreamReply>();
    var others = asking.putIfAbsent(inquiry, mine);
    if (stale != null) {
      return others == null ? renewed(asker, inquiry, mine, stale) : inTime(others, stale);
    }
    return others == null ? asked(inquiry, mine) : others.join();
  }

  private UpstreamReply asked(Inquiry inquiry, CompletableFuture<UpstreamReply> mine) {
    try {
      var reply = askInTurn(inquiry);
      cache.put(inquiry, reply);
      // Whoever goes on with this reply may ask again at once, and is not to find itself.
      asking.remove(inquiry, mine);
      mine.complete(reply);
      return reply;
    } finally {
      asking.remove(inquiry, mine);
      mine.complete(UpstreamReply.FAILED);
    }
  }

  /** Asks on a thread with a place of its own, for the client may be answered before it ends. */
  private UpstreamReply renewed(
      Asker asker, Inquiry inquiry, CompletableFuture<UpstreamReply> mine, UpstreamReply stale) {
    if (tryStart(asker, () -> asked(inquiry, mine))) {
      return inTime(mine, stale);
    }
    asking.remove(inquiry, mine);
    mine.complete(UpstreamReply.FAILED);
    return given(stale);
  }

  /** The fresh answer if it comes before the client's patience ends (RFC 8767 §5). */
  private UpstreamReply inTime(CompletableFuture<UpstreamReply> fresh, UpstreamReply stale) {
    try {
      var patience = settings.stale().clientTimer().toNanos();
      var reply = fresh.get(patience, TimeUnit.NANOSECONDS);
      return reply.isAnswer() ? reply : given(stale);
    } catch (TimeoutException | ExecutionException e) {
      return given(stale);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UpstreamReply.FAILED;
    }
  }

  private UpstreamReply given(UpstreamReply stale) {
    counters.stale.increment();
    return stale;
  }

  private UpstreamReply askInTurn(Inquiry inquiry) {
    var servers = servers(inquiry);
    var failure = UpstreamReply.UNREACHED;
    for (int attempt = 0; attempt < settings.attempts(); attempt++) {
      for (var upstream : preferred(servers)) {
        counters.asked.increment();
        var reply = upstream.ask(inquiry.question());
        if (reply.isAnswer()) {
          return reply;
        }
        counters.failed.increment();
        if (threads.isShutdown()) {
          return UpstreamReply.FAILED;
        }
        failure = reply.equals(UpstreamReply.FAILED) ? reply : failure;
      }
    }
    return failure;
  }

  /** Whom to ask: a rule's servers, each known by its address whatever rules name it. */
  private List<Upstream> servers(Inquiry inquiry) {
    return inquiry.servers().isEmpty()
        ? upstreams
        : inquiry.servers().stream().map(address -> ruleServers.get(address, known)).toList();
  }

  /** The servers that have been answering; all of them if none has. */
  private static List<Upstream> preferred(List<Upstream> servers) {
    var alive = servers.stream().filter(server -> !server.isDead()).toList();
    return alive.isEmpty() ? servers : alive;
  }

  public ForwardCounts counts() {
    return counters.read();
  }

  /** Gives up what is being asked; waits a moment for the threads to end. */
  @Override
  public void close() {
    threads.shutdownNow();
    upstreams.forEach(Upstream::close);
    try {
      threads.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

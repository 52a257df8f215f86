package io.postern.dns.forward;

import com.github.benmanes.caffeine.cache.Ticker;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.UpstreamReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way out to upstream resolvers: cache, then each resolver in order, those that answer first.
 *
 * <p>A question that is being asked is not asked a second time beside it; the second asker waits
 * for the first one's reply (RFC 5452 §5). Work is done on virtual threads, and the number at one
 * time is bounded.
 */
public final class Forwarder implements AutoCloseable {
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final ForwardSettings settings;
  private final List<Upstream> upstreams;
  private final AnswerCache cache;
  private final ConcurrentHashMap<Question, CompletableFuture<UpstreamReply>> asking =
      new ConcurrentHashMap<>();
  private final Semaphore places;
  private final ForwardCounters counters = new ForwardCounters();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dns-forward-", 0).factory());

  public Forwarder(ForwardSettings settings) {
    this(settings, Ticker.systemTicker());
  }

  Forwarder(ForwardSettings settings, Ticker ticker) {
    this.settings = settings;
    this.upstreams =
        settings.upstreams().stream()
            .map(address -> new Upstream(address, settings, ticker))
            .toList();
    this.cache = new AnswerCache(settings.maxCachedAnswers(), ticker);
    this.places = new Semaphore(settings.maxInFlight());
  }

  /** Whether there is anybody to ask. */
  public boolean isConfigured() {
    return !upstreams.isEmpty();
  }

  /** The reply to an earlier question of the same name and type that may still be used. */
  public @Nullable UpstreamReply cached(Question question) {
    var reply = cache.get(question);
    if (reply != null) {
      counters.fromCache.increment();
    }
    return reply;
  }

  /** Runs work that asks upstreams on a thread of its own; false if too much is being done. */
  public boolean tryStart(Runnable work) {
    if (!places.tryAcquire()) {
      counters.overLimit.increment();
      return false;
    }
    try {
      threads.execute(() -> {
        try {
          work.run();
        } finally {
          places.release();
        }
      });
      return true;
    } catch (RejectedExecutionException e) {
      places.release();
      return false;
    }
  }

  /** The reply to the question; waits for it. */
  public UpstreamReply ask(Question question) {
    var cached = cached(question);
    if (cached != null) {
      return cached;
    }
    var mine = new CompletableFuture<UpstreamReply>();
    var others = asking.putIfAbsent(question, mine);
    if (others != null) {
      return others.join();
    }
    try {
      var reply = askInTurn(question);
      cache.put(question, reply);
      mine.complete(reply);
      return reply;
    } finally {
      asking.remove(question);
      mine.complete(UpstreamReply.FAILED);
    }
  }

  private UpstreamReply askInTurn(Question question) {
    for (int attempt = 0; attempt < settings.attempts(); attempt++) {
      for (var upstream : preferred()) {
        counters.asked.increment();
        var reply = upstream.ask(question);
        if (reply.isAnswer()) {
          return reply;
        }
        counters.failed.increment();
        if (threads.isShutdown()) {
          return UpstreamReply.FAILED;
        }
      }
    }
    return UpstreamReply.FAILED;
  }

  /** The resolvers that have been answering; all of them if none has. */
  private List<Upstream> preferred() {
    var alive = upstreams.stream().filter(upstream -> !upstream.isDead()).toList();
    return alive.isEmpty() ? upstreams : alive;
  }

  public ForwardCounts counts() {
    return counters.read();
  }

  /** Gives up what is being asked; waits a moment for the threads to end. */
  @Override
  public void close() {
    threads.shutdownNow();
    try {
      threads.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

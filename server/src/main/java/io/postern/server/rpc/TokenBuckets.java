package io.postern.server.rpc;

import io.postern.server.config.LimitSettings.WriteRate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A bucket of tokens for each subject, all of one size and one rate. A bucket is kept as the time
 * at which it will be full again, as in the generic cell rate algorithm (ITU-T I.371): a token
 * moves that on by what one costs, and it may be as far ahead of now as a full bucket costs. What
 * is full needs no memory, and what is refused moves nothing. Thread-safe.
 *
 * <p>When there are too many that are not full, the subjects without a bucket have one together.
 */
final class TokenBuckets {
  /** The most buckets that are kept. */
  static final int MOST = 65_536;

  /** How long it is not looked again for full ones where none were found. */
  private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final String THE_REST = "";

  private final long cost;
  private final long capacity;
  private final LongSupplier nanoTime;
  private final AtomicLong nextSweep;
  private final ConcurrentHashMap<String, Bucket> buckets = new ConcurrentHashMap<>();

  private record Bucket(long fullAt, Optional<Duration> refusal) {}

  /**
   * @param rate one that is not off
   * @param nanoTime as {@link System#nanoTime}
   */
  TokenBuckets(WriteRate rate, LongSupplier nanoTime) {
    if (rate.isOff()) throw new IllegalArgumentException("there is nothing to limit");
    this.cost = TimeUnit.SECONDS.toNanos(1) / rate.perSecond();
    this.capacity = cost * rate.burst();
    this.nanoTime = nanoTime;
    this.nextSweep = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * Takes a token.
   *
   * @return empty when there was one, else when there will be
   */
  Optional<Duration> take(String subject) {
    long now = nanoTime.getAsLong();
    var whose = hasRoom(now) || buckets.containsKey(subject) ? subject : THE_REST;
    return buckets.merge(whose, taken(now, now), (kept, fresh) -> taken(kept.fullAt, now)).refusal;
  }

  /** How many buckets are kept. */
  int size() {
    return buckets.size();
  }

  private Bucket taken(long fullAt, long now) {
    long from = fullAt - now > 0 ? fullAt : now;
    long missing = from + cost - now - capacity;
    return missing > 0
        ? new Bucket(fullAt, Optional.of(Duration.ofNanos(missing)))
        : new Bucket(from + cost, Optional.empty());
  }

  private boolean hasRoom(long now) {
    if (buckets.size() < MOST) return true;
    long due = nextSweep.get();
    if (now - due < 0 || !nextSweep.compareAndSet(due, now + SWEEP_NANOS)) return false;
    buckets.values().removeIf(bucket -> bucket.fullAt - now <= 0);
    return buckets.size() < MOST;
  }
}

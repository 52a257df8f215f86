package io.postern.dns.guard;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Decides which responses are sent, by {@link RateLimits}. Thread-safe; takes no lock, allocates
 * nothing that lasts, and needs the same memory whoever asks.
 *
 * <p>An account is the time at which it would be even: a response moves it by what one costs, but
 * not further than the window ahead of now, and a time in the past is now. A response is over the
 * limit if the account is more than a second ahead, so a burst may be as long as the rate.
 *
 * <pre>
 *            paid for                  one second: the burst        window
 *   ─────────────────────────┼──────────────────────────────┼───────────────────┤
 *                           now          sent                  left out or cut
 * </pre>
 *
 * <p>Accounts stand in a table by a hash of prefix and kind that nobody outside can foretell. A
 * prefix without an account takes the least drawn one of a few places, so a flood from prefixes
 * that are made up only pushes out such as have hardly been used. That may forgive somebody what he
 * drew; it never charges anybody what others drew, but for one chance in 65536.
 */
public final class RateLimiter {
  private static final int PLACES = 1 << 16;
  private static final int PLACES_PER_KEY = 4;

  /** An account is a number: 16 bits that tell whose it is, and 48 of microseconds. */
  private static final int TIME_BITS = 48;

  private static final long TIME_MASK = (1L << TIME_BITS) - 1;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final RateLimits limits;
  private final LongSupplier nanoTime;
  private final long startedAtNanos;
  private final long cost;
  private final long most;
  private final long key = ThreadLocalRandom.current().nextLong();
  private final AtomicLongArray accounts = new AtomicLongArray(PLACES);

  /** What becomes of a response. */
  public enum Verdict {
    SEND,
    /** It is sent without what it would say, marked TC or BADCOOKIE. */
    CUT,
    /** Nothing is sent. */
    LEAVE_OUT
  }

  /**
   * @param limits that are not off
   * @param nanoTime as {@link System#nanoTime}
   */
  public RateLimiter(RateLimits limits, LongSupplier nanoTime) {
    if (limits.isOff()) {
      throw new IllegalArgumentException("there is nothing to limit");
    }
    this.limits = limits;
    this.nanoTime = nanoTime;
    // An account of 0 is one of long ago.
    this.startedAtNanos = nanoTime.getAsLong() - Duration.ofMinutes(1).toNanos();
    this.cost = Math.max(1, MICROS_PER_SECOND / limits.responsesPerSecond());
    this.most = MICROS_PER_SECOND + limits.window().toNanos() / 1_000;
  }

  /** Charges a client for a response and decides whether it gets it. */
  public Verdict judge(InetAddress client, ResponseKind kind) {
    if (limits.exempt().contains(client)) {
      return Verdict.SEND;
    }
    var now = (nanoTime.getAsLong() - startedAtNanos) / 1_000;
    var hash = hash(prefix(client), kind);
    if (charged(hash, now) <= MICROS_PER_SECOND) {
      return Verdict.SEND;
    }
    var slip = limits.slip();
    var cut = slip > 0 && ThreadLocalRandom.current().nextInt(slip) == 0;
    return cut ? Verdict.CUT : Verdict.LEAVE_OUT;
  }

  /** How far ahead of now the account is once it has paid. */
  private long charged(long hash, long now) {
    var owner = hash & ~TIME_MASK;
    while (true) {
      var place = place(hash, owner);
      var account = accounts.get(place);
      var even = (account & ~TIME_MASK) == owner ? Math.max(account & TIME_MASK, now) : now;
      var charged = Math.min(even + cost, now + most);
      if (accounts.compareAndSet(place, account, owner | charged)) {
        return charged - now;
      }
    }
  }

  /** The owner's place, else the one that is the least loss. */
  private int place(long hash, long owner) {
    var first = (int) (hash & (PLACES - PLACES_PER_KEY));
    var least = first;
    for (int place = first; place < first + PLACES_PER_KEY; place++) {
      var account = accounts.get(place);
      if ((account & ~TIME_MASK) == owner) {
        return place;
      }
      if ((account & TIME_MASK) < (accounts.get(least) & TIME_MASK)) {
        least = place;
      }
    }
    return least;
  }

  private long prefix(InetAddress client) {
    var octets = ByteBuffer.wrap(client.getAddress());
    return client instanceof Inet4Address
        ? octets.getInt() & 0xffff_ffffL & -1L << (Integer.SIZE - limits.ipv4PrefixLength())
        : octets.getLong() & -1L << (Long.SIZE - limits.ipv6PrefixLength());
  }

  private long hash(long prefix, ResponseKind kind) {
    return mixed(mixed(prefix ^ key) + kind.number());
  }

  /** The finisher of SplitMix64: every bit of the input moves half of the output. */
  private static long mixed(long bits) {
    var once = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    var twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
    return twice ^ (twice >>> 31);
  }
}

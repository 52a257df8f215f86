package io.postern.dns.forward;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.postern.dns.lookup.ExtendedError;
import io.postern.dns.lookup.Inquiry;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.lookup.UpstreamReply;
import io.postern.dns.zone.OwnedSet;
import java.time.Duration;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replies of upstreams, each kept for as long as its shortest TTL and handed out with what is left
 * of it (RFC 1035 §7.4); denials for the TTL of their SOA (RFC 2308 §5).
 *
 * <p>Where stale answers are served, a reply stays beyond that, for who cannot get a new one (RFC
 * 8767). All of them together are bounded, those past their time as well.
 */
final class AnswerCache {
  private static final int MAX_TTL_SECONDS = 86_400;

  /** A question nobody could answer is not put to the upstreams again at once (RFC 9520 §3.2). */
  private static final int FAILURE_TTL_SECONDS = 1;

  private final Ticker ticker;
  private final Duration staleFor;
  private final Cache<Inquiry, Kept> replies;

  /**
   * @param recheckNanos until when nobody is asked for a newer one, since that has just failed;
   *     {@code atNanos} if it has not
   */
  private record Kept(UpstreamReply reply, long atNanos, long recheckNanos) {
    long ageNanos(long now) {
      return now - atNanos;
    }
  }

  AnswerCache(int maxAnswers, StaleAnswers stale, Ticker ticker) {
    this.ticker = ticker;
    this.staleFor = stale.keptFor();
    this.replies =
        Caffeine.newBuilder()
            .maximumSize(maxAnswers)
            .ticker(ticker)
            .executor(Runnable::run)
            .expireAfter(Expiry.<Inquiry, Kept>writing((inquiry, kept) -> left(kept)))
            .build();
  }

  private Duration left(Kept kept) {
    return lifetime(kept.reply()).minusNanos(kept.ageNanos(ticker.read()));
  }

  private Duration lifetime(UpstreamReply reply) {
    var fresh = Duration.ofSeconds(ttlSeconds(reply));
    return reply.isAnswer() ? fresh.plus(staleFor) : fresh;
  }

  /** What may be answered without asking: a reply within its time, or a stale one for a while. */
  @Nullable UpstreamReply get(Inquiry inquiry) {
    var kept = replies.getIfPresent(inquiry);
    if (kept == null) {
      return null;
    }
    var now = ticker.read();
    if (isFresh(kept, now)) {
      var age = (int) Duration.ofNanos(kept.ageNanos(now)).toSeconds();
      return withTtls(kept.reply(), kept.reply().error(), ttl -> Math.max(0, ttl - age));
    }
    return now - kept.recheckNanos() < 0 ? stale(kept.reply()) : null;
  }

  private static boolean isFresh(Kept kept, long now) {
    return kept.ageNanos(now) < Duration.ofSeconds(ttlSeconds(kept.reply())).toNanos();
  }

  /** What may be answered if nobody says anything newer in time. */
  @Nullable UpstreamReply stale(Inquiry inquiry) {
    var kept = staleFor.isZero() ? null : replies.getIfPresent(inquiry);
    return kept == null || !kept.reply().isAnswer() ? null : stale(kept.reply());
  }

  private static UpstreamReply stale(UpstreamReply reply) {
    var error =
        reply.rcode() == Rcode.NXDOMAIN
            ? ExtendedError.STALE_NO_SUCH_NAME
            : ExtendedError.STALE_ANSWER;
    return withTtls(reply, error, _ -> StaleAnswers.TTL_SECONDS);
  }

  /** Takes in what was said. A failure does not take the place of an answer that is still good. */
  void put(Inquiry inquiry, UpstreamReply reply) {
    var now = ticker.read();
    if (!reply.isAnswer() && stale(inquiry) != null) {
      var recheck = now + StaleAnswers.RECHECK.toNanos();
      replies
          .asMap()
          .computeIfPresent(inquiry, (it, kept) -> new Kept(kept.reply(), kept.atNanos(), recheck));
    } else if (ttlSeconds(reply) > 0) {
      replies.put(inquiry, new Kept(reply, now, now));
    } else {
      // Said anew and not to be kept: the older one has had its time.
      replies.invalidate(inquiry);
    }
  }

  private static UpstreamReply withTtls(
      UpstreamReply reply, @Nullable ExtendedError error, IntUnaryOperator ttl) {
    return new UpstreamReply(
        reply.rcode(), withTtls(reply.answers(), ttl), withTtls(reply.authority(), ttl), error);
  }

  private static List<OwnedSet> withTtls(List<OwnedSet> sets, IntUnaryOperator ttl) {
    return sets.stream()
        .map(set -> {
          var records = set.records();
          return new OwnedSet(set.owner(), records.withTtl(ttl.applyAsInt(records.ttlSeconds())));
        })
        .toList();
  }

  private static int ttlSeconds(UpstreamReply reply) {
    if (!reply.isAnswer()) {
      return FAILURE_TTL_SECONDS;
    }
    // A denial without SOA has no TTL and must not be kept (RFC 2308 §5).
    if (reply.answers().isEmpty() && reply.authority().isEmpty()) {
      return 0;
    }
    return Stream.concat(reply.answers().stream(), reply.authority().stream())
        .mapToInt(set -> set.records().ttlSeconds())
        .reduce(MAX_TTL_SECONDS, Math::min);
  }
}

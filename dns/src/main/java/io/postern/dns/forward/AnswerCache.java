package io.postern.dns.forward;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.postern.dns.lookup.Inquiry;
import io.postern.dns.lookup.UpstreamReply;
import io.postern.dns.zone.OwnedSet;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replies of upstreams, each kept for as long as its shortest TTL and handed out with what is left
 * of it (RFC 1035 §7.4); denials for the TTL of their SOA (RFC 2308 §5).
 */
final class AnswerCache {
  private static final int MAX_TTL_SECONDS = 86_400;

  /** A question nobody could answer is not put to the upstreams again at once (RFC 9520 §3.2). */
  private static final int FAILURE_TTL_SECONDS = 1;

  private final Ticker ticker;
  private final Cache<Inquiry, Kept> replies;

  private record Kept(UpstreamReply reply, long atNanos) {}

  AnswerCache(int maxAnswers, Ticker ticker) {
    this.ticker = ticker;
    this.replies =
        Caffeine.newBuilder()
            .maximumSize(maxAnswers)
            .ticker(ticker)
            .executor(Runnable::run)
            .expireAfter(
                Expiry.<Inquiry, Kept>creating(
                    (inquiry, kept) -> Duration.ofSeconds(ttlSeconds(kept.reply()))))
            .build();
  }

  @Nullable UpstreamReply get(Inquiry inquiry) {
    var kept = replies.getIfPresent(inquiry);
    if (kept == null) {
      return null;
    }
    var age = Duration.ofNanos(ticker.read() - kept.atNanos()).toSeconds();
    var reply = kept.reply();
    return new UpstreamReply(
        reply.rcode(), aged(reply.answers(), age), aged(reply.authority(), age), reply.error());
  }

  void put(Inquiry inquiry, UpstreamReply reply) {
    if (ttlSeconds(reply) > 0) {
      replies.put(inquiry, new Kept(reply, ticker.read()));
    }
  }

  private static List<OwnedSet> aged(List<OwnedSet> sets, long ageSeconds) {
    return sets.stream()
        .map(set -> {
          var left = (int) Math.max(0, set.records().ttlSeconds() - ageSeconds);
          return new OwnedSet(set.owner(), set.records().withTtl(left));
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

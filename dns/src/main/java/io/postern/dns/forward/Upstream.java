package io.postern.dns.forward;

import com.github.benmanes.caffeine.cache.Ticker;
import io.postern.dns.codec.ReplyParser.Parsed;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.UpstreamReply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/** One upstream resolver, or server of a rule, and whether it has been answering. */
final class Upstream {
  private static final long ALIVE = Long.MIN_VALUE;

  private final InetSocketAddress address;
  private final ForwardSettings settings;
  private final Ticker ticker;
  private final AtomicLong failedAtNanos = new AtomicLong(ALIVE);

  Upstream(InetSocketAddress address, ForwardSettings settings, Ticker ticker) {
    this.address = address;
    this.settings = settings;
    this.ticker = ticker;
  }

  /** Whether it failed so recently that others should be asked first. */
  boolean isDead() {
    var failedAt = failedAtNanos.get();
    return failedAt != ALIVE && ticker.read() - failedAt < settings.deadFor().toNanos();
  }

  /** Asks once, over UDP and over TCP if the answer did not fit; never throws. */
  UpstreamReply ask(Question question) {
    try {
      var exchange = new Exchange(address, question, settings.timeout());
      var parsed = exchange.overUdp();
      if (parsed instanceof Parsed.Truncated) {
        parsed = exchange.overTcp();
      }
      failedAtNanos.set(ALIVE);
      return parsed instanceof Parsed.Reply(UpstreamReply reply) ? reply : UpstreamReply.FAILED;
    } catch (IOException e) {
      failedAtNanos.set(ticker.read());
      return UpstreamReply.UNREACHED;
    }
  }
}

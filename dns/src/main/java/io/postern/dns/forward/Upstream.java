package io.postern.dns.forward;

import com.github.benmanes.caffeine.cache.Ticker;
import io.postern.dns.codec.ReplyParser.Parsed;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.UpstreamReply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One upstream resolver, or server of a rule, and whether it has been answering. */
final class Upstream implements AutoCloseable {
  private static final long ALIVE = Long.MIN_VALUE;

  private final InetSocketAddress address;
  private final @Nullable TlsResolver tls;
  private final ForwardSettings settings;
  private final Ticker ticker;
  private final AtomicLong failedAtNanos = new AtomicLong(ALIVE);

  Upstream(UpstreamServer server, ForwardSettings settings, Ticker ticker) {
    this.address = server.address();
    this.tls = server.tls() == null ? null : new TlsResolver(address, server.tls());
    this.settings = settings;
    this.ticker = ticker;
  }

  /** Whether it failed so recently that others should be asked first. */
  boolean isDead() {
    var failedAt = failedAtNanos.get();
    return failedAt != ALIVE && ticker.read() - failedAt < settings.deadFor().toNanos();
  }

  /** Asks once; never throws. */
  UpstreamReply ask(Question question) {
    try {
      var parsed = exchange(question);
      failedAtNanos.set(ALIVE);
      return parsed instanceof Parsed.Reply(UpstreamReply reply) ? reply : UpstreamReply.FAILED;
    } catch (IOException e) {
      failedAtNanos.set(ticker.read());
      return UpstreamReply.UNREACHED;
    }
  }

  /** A resolver that is to be asked over TLS is asked in no other way (RFC 8310 §5). */
  private Parsed exchange(Question question) throws IOException {
    return tls == null
        ? new Exchange(address, question, settings.timeout()).ask()
        : tls.ask(question, settings.timeout());
  }

  @Override
  public void close() {
    if (tls != null) {
      tls.close();
    }
  }
}

package io.postern.server.rpc;

import io.grpc.ServerInterceptor;
import io.postern.server.config.LimitSettings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What callers are held to by {@link LimitSettings}, once it is known who they are: interceptors,
 * the innermost first.
 */
final class CallLimits implements AutoCloseable {
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(1);
  private static final int LOOKS = 10;
  private static final Logger LOG = LoggerFactory.getLogger(CallLimits.class);

  private final LimitSettings limits;
  private final LongestCall longest;
  private final CountDownLatch closing = new CountDownLatch(1);

  @Inject
  CallLimits(LimitSettings limits) {
    this.limits = limits;
    this.longest = new LongestCall(limits.longestCall(), System::nanoTime);
  }

  void start() {
    if (!limits.longestCall().isZero())
      Thread.ofVirtual().name("postern-longest-call").start(this::look);
  }

  private void look() {
    long pause = Math.min(limits.longestCall().toNanos() / LOOKS, LOOK_AT_LEAST_EVERY.toNanos());
    try {
      while (!closing.await(pause, TimeUnit.NANOSECONDS)) endOverdue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One that cannot be ended must not keep the others from it. */
  private void endOverdue() {
    try {
      longest.endOverdue();
    } catch (RuntimeException e) {
      LOG.warn("A call that took too long could not be ended", e);
    }
  }

  /** For messages that are known to be of a size that may be read. */
  List<ServerInterceptor> forMessages() {
    return List.of(new WriteRates(limits, System::nanoTime));
  }

  /** For calls before their messages. */
  List<ServerInterceptor> forCalls() {
    return List.of(longest, new CallPlaces(limits));
  }

  @Override
  public void close() {
    closing.countDown();
  }
}

package io.postern.server.dnsview;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log how far the work with all resources is, where it takes long. For one thread. */
final class CompileProgress {
  private static final Logger LOG = LoggerFactory.getLogger(CompileProgress.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final LongSupplier nanoTime;
  private final long begun;
  private long said;
  private long resources;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  CompileProgress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
    this.said = begun;
  }

  void add(int count) {
    resources += count;
    long now = nanoTime.getAsLong();
    if (now - said < EVERY.toNanos()) return;
    LOG.info("DNS is compiled from all resources: {} so far", resources);
    said = now;
  }

  /** Says how much it was, if anything was said before. */
  void end() {
    if (said == begun) return;
    LOG.info(
        "DNS is compiled from all {} resources, in {} s",
        resources,
        (nanoTime.getAsLong() - begun) / 1_000_000_000);
  }
}

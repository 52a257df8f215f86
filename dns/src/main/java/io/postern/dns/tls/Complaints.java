package io.postern.dns.tls;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines of the log that clients cause: one in a second, so that nobody fills the disk with them,
 * and on one line, whatever they send. Thread-safe.
 */
final class Complaints {
  private static final Logger log = LoggerFactory.getLogger(Complaints.class);
  private static final long PERIOD = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanos;
  private long saidAt;
  private long leftOut;

  Complaints(LongSupplier nanos) {
    this.nanos = nanos;
    this.saidAt = nanos.getAsLong() - PERIOD;
  }

  synchronized void say(String message) {
    var now = nanos.getAsLong();
    if (now - saidAt < PERIOD) {
      leftOut++;
      return;
    }
    var line = message.replaceAll("\\p{Cntrl}", "?");
    log.warn("{}{}", line, leftOut == 0 ? "" : " (" + leftOut + " others were not told of)");
    saidAt = now;
    leftOut = 0;
  }
}

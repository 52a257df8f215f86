package io.postern.dns.metric;

import java.util.concurrent.atomic.LongAdder;

/** How often names were looked up in a zone for clients, since the zone was made here. */
public final class QueryVolume {
  private final LongAdder lookups = new LongAdder();

  public void count() {
    lookups.increment();
  }

  public long total() {
    return lookups.sum();
  }
}

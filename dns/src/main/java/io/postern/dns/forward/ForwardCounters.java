package io.postern.dns.forward;

import java.util.concurrent.atomic.LongAdder;

/** What the forwarder has done since it was made. */
final class ForwardCounters {
  final LongAdder asked = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder fromCache = new LongAdder();
  final LongAdder stale = new LongAdder();
  final LongAdder overLimit = new LongAdder();

  ForwardCounts read() {
    return new ForwardCounts(
        asked.sum(), failed.sum(), fromCache.sum(), stale.sum(), overLimit.sum());
  }
}

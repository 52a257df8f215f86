package io.postern.server.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** A chance that always takes the most. */
  private static final RandomGenerator MOST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 0;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  @Test
  void theLongestWaitDoublesUpToItsLimit() {
    var backoff = new Backoff(FIRST, LONGEST, MOST);

    var waits =
        IntStream.rangeClosed(1, 10)
            .mapToObj(attempt -> backoff.after(attempt, Optional.empty()).toSeconds())
            .toList();

    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L), waits);
    assertEquals(LONGEST, backoff.after(Long.MAX_VALUE, Optional.empty()));
  }

  @Test
  void whatTheReceiverAsksForCountsUpToTheLimit() {
    var backoff = new Backoff(FIRST, LONGEST, MOST);

    assertEquals(Duration.ofSeconds(30), backoff.after(1, Optional.of(Duration.ofSeconds(30))));
    assertEquals(LONGEST, backoff.after(1, Optional.of(Duration.ofDays(1))));
  }

  @Test
  void waitsAreSpreadOverTheWholeTime() {
    var backoff = new Backoff(FIRST, LONGEST, new Random(1));

    var waits =
        IntStream.range(0, 1000)
            .mapToLong(i -> backoff.after(4, Optional.empty()).toMillis())
            .summaryStatistics();

    assertTrue(waits.getMin() < 100 && waits.getMax() > 7900, waits::toString);
    assertEquals(4000, waits.getAverage(), 300);
  }
}

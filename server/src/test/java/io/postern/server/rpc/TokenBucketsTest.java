package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.config.LimitSettings.WriteRate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
  private static final Duration TENTH = Duration.ofMillis(100);

  /** Near the end of what a long can say: the system's may run over. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

  private final TokenBuckets buckets = new TokenBuckets(new WriteRate(10, 5), now::get);

  @Test
  void aFullBucketIsTakenAtOnceAndThenOneEachPartOfASecond() {
    assertEquals(5, takeAll("alice"));
    assertEquals(Optional.of(TENTH), buckets.take("alice"));

    now.addAndGet(TENTH.toNanos() - 1);
    assertEquals(Optional.of(Duration.ofNanos(1)), buckets.take("alice"));
    now.addAndGet(1);
    assertEquals(1, takeAll("alice"));
  }

  @Test
  void aPauseFillsItAndNoMoreThanThat() {
    assertEquals(5, takeAll("alice"));

    now.addAndGet(Duration.ofDays(1).toNanos());

    assertEquals(5, takeAll("alice"));
  }

  @Test
  void whoIsRefusedHasNotToWaitLongerForAsking() {
    assertEquals(5, takeAll("alice"));
    for (int i = 0; i < 1_000; i++) assertEquals(Optional.of(TENTH), buckets.take("alice"));
  }

  @Test
  void eachSubjectHasItsOwn() {
    assertEquals(5, takeAll("alice"));
    assertEquals(5, takeAll("bob"));
  }

  @Test
  void manyAtATimeGetNoMoreThanOne() {
    var taken = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) threads.execute(() -> taken.addAndGet(takeAll("alice")));
    }
    assertEquals(5, taken.get());
  }

  @Test
  void memoryHasALimitAndWhoWasThereKeepsItsOwn() {
    assertEquals(5, takeAll("alice"));
    for (int i = 0; i < TokenBuckets.MOST + 1_000; i++) {
      var _ = buckets.take("made-up-" + i);
    }
    // One more than the limit: the one that those without a bucket share, and it is empty.
    assertEquals(TokenBuckets.MOST + 1, buckets.size());
    assertTrue(buckets.take("late").isPresent());
    assertEquals(Optional.of(TENTH), buckets.take("alice"));

    now.addAndGet(Duration.ofSeconds(1).toNanos());

    assertEquals(5, takeAll("late"));
    assertEquals(1, buckets.size());
  }

  private int takeAll(String subject) {
    int taken = 0;
    while (buckets.take(subject).isEmpty()) taken++;
    return taken;
  }
}

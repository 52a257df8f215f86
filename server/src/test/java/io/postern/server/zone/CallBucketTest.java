package io.postern.server.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallBucketTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {1, 3, 7, 40, 60, 200, 9_999})
  void aFullBucketHasAMinutesCallsAndRefillsOneByOne(long limit) {
    var bucket = new CallBucket(START);
    for (long i = 0; i < limit; i++) assertEquals(Optional.empty(), bucket.take(limit, START));

    var retryAfter = bucket.take(limit, START).orElseThrow();
    var then = START.plus(retryAfter);

    assertEquals(60_000.0 / limit, retryAfter.toNanos() / 1e6, 0.001);
    assertEquals(Optional.empty(), bucket.take(limit, then));
    assertTrue(bucket.take(limit, then).isPresent());
  }

  @Test
  void aQuietMinuteFillsTheBucketAndNoMore() {
    var bucket = new CallBucket(START);
    for (int i = 0; i < 5; i++) assertEquals(Optional.empty(), bucket.take(5, START));
    var later = START.plus(Duration.ofHours(1));

    assertTrue(bucket.isFull(later));
    for (int i = 0; i < 5; i++) assertEquals(Optional.empty(), bucket.take(5, later));
    assertTrue(bucket.take(5, later).isPresent());
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    var bucket = new CallBucket(START);
    assertEquals(Optional.empty(), bucket.take(1, START));

    assertTrue(bucket.take(1, START.minusSeconds(3_600)).isPresent());
  }

  @Test
  void aLimitOfNoneAllowsNone() {
    assertEquals(Optional.of(Duration.ofMinutes(1)), new CallBucket(START).take(0, START));
  }
}

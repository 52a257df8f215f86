package io.postern.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.client.call.RetryPolicy;
import io.postern.client.error.PosternException;
import io.postern.client.testing.Errors;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final PosternException failure = PosternException.of(Errors.unavailable());
  private static final RetryPolicy POLICY =
      new RetryPolicy(100, Duration.ofMillis(100), Duration.ofSeconds(2));

  @Test
  void pausesGrowTwofoldUpToTheLongestAndLoseAtMostAHalf() {
    var backoff = new Backoff(POLICY, new SplittableRandom(1));
    for (int failures = 1; failures < 5000; failures++) {
      var full = failures > 5 ? 2000 : 100L << (failures - 1);

      var pause = backoff.pause(failures, failure).toMillis();

      assertTrue(pause >= full / 2 - 1 && pause <= full, failures + " failures: " + pause + " ms");
    }
  }

  @Test
  void aShorterWishOfTheServerDoesNotShortenThePause() {
    var asked = PosternException.of(Errors.unavailableFor(Duration.ofMillis(1)));

    var pause = new Backoff(POLICY, new SplittableRandom(1)).pause(1, asked);

    assertTrue(pause.compareTo(Duration.ofMillis(50)) >= 0, pause.toString());
  }

  @Test
  void aLongerWishOfTheServerIsGranted() {
    var asked = PosternException.of(Errors.unavailableFor(Duration.ofSeconds(7)));

    assertEquals(
        Duration.ofSeconds(7), new Backoff(POLICY, new SplittableRandom(1)).pause(1, asked));
  }
}

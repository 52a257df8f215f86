package io.postern.dns.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.guard.RateLimiter.Verdict;
import io.postern.dns.view.PrefixSet;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten responses a second to each prefix, a window of five seconds; the test owns the time. */
class RateLimiterTest {
  private static final int RATE = 10;
  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

  private long nanos = 5_000_000_000L;
  private final RateLimiter limiter = limiter(0);

  private RateLimiter limiter(int slip) {
    var limits =
        new RateLimits(RATE, Duration.ofSeconds(5), slip, 24, 56, PrefixSet.of("198.51.100.0/24"));
    return new RateLimiter(limits, () -> nanos);
  }

  /** How many of so many responses at one moment are sent. */
  private int sent(int count, String client, ResponseKind kind) {
    var sent = 0;
    for (int i = 0; i < count; i++) {
      sent += limiter.judge(InetAddress.ofLiteral(client), kind) == Verdict.SEND ? 1 : 0;
    }
    return sent;
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void aBurstOfOneSecondsWorthIsSentAndNoMore() {
    assertEquals(RATE, sent(100, "192.0.2.1", ResponseKind.POSITIVE));
  }

  @Test
  void whoStaysBelowTheRateIsNeverLimited() {
    for (int i = 0; i < 1_000; i++) {
      pass(Duration.ofMillis(100));
      assertEquals(1, sent(1, "192.0.2.1", ResponseKind.POSITIVE));
    }
  }

  @Test
  void anOverdrawnAccountIsEvenAfterTheWindowAtTheLatest() {
    assertEquals(RATE, sent(100_000, "192.0.2.1", ResponseKind.POSITIVE));

    pass(Duration.ofMillis(4_900));
    assertEquals(0, sent(1, "192.0.2.1", ResponseKind.POSITIVE));
    pass(Duration.ofMillis(5_200).minusMillis(4_900));
    assertEquals(1, sent(1, "192.0.2.1", ResponseKind.POSITIVE));
  }

  /** Who goes on asking over the limit stays over it. */
  @Test
  void aFloodThatGoesOnIsNotForgiven() {
    sent(1_000, "192.0.2.1", ResponseKind.POSITIVE);
    for (int second = 0; second < 60; second++) {
      pass(Duration.ofSeconds(1));
      assertEquals(0, sent(1_000, "192.0.2.1", ResponseKind.POSITIVE));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.255, 0",
    "192.0.2.1, 192.0.3.1, 10",
    "2001:db8:0:100::1, 2001:db8:0:1ff::1, 0",
    "2001:db8:0:100::1, 2001:db8:0:200::1, 10",
    "192.0.2.1, ::c000:201, 10"
  })
  void onePrefixHasOneAccount(String first, String second, int left) {
    sent(100, first, ResponseKind.POSITIVE);

    assertEquals(left, sent(100, second, ResponseKind.POSITIVE));
  }

  @Test
  void eachKindHasAnAccountOfItsOwn() {
    for (var kind : ResponseKind.values()) {
      assertEquals(RATE, sent(100, "192.0.2.1", kind), kind.name());
    }
  }

  @Test
  void whoIsExemptIsNotLimited() {
    assertEquals(1_000, sent(1_000, "198.51.100.7", ResponseKind.POSITIVE));
  }

  @Test
  void eachResponseOverTheLimitMayBeCutInPlaceOfLeftOut() {
    var all = limiter(1);
    for (int i = 0; i < RATE; i++) {
      assertEquals(Verdict.SEND, all.judge(CLIENT, ResponseKind.POSITIVE));
    }
    for (int i = 0; i < 100; i++) {
      assertEquals(Verdict.CUT, all.judge(CLIENT, ResponseKind.POSITIVE));
      // Enough is left of the first account that the second limiter has none of it.
      assertEquals(
          i < RATE ? Verdict.SEND : Verdict.LEAVE_OUT,
          limiter.judge(CLIENT, ResponseKind.POSITIVE));
    }
  }

  @Test
  void aboutEveryOtherIsCutBySlipTwo() {
    var every = limiter(2);
    var cut = 0;
    for (int i = 0; i < 2_010; i++) {
      cut += every.judge(CLIENT, ResponseKind.POSITIVE) == Verdict.CUT ? 1 : 0;
    }
    assertTrue(cut > 800 && cut < 1_200, "of 2000: " + cut);
  }

  /** A million prefixes that ask once each take nothing from one that is there. */
  @Test
  void madeUpPrefixesTakeNothingFromAnyone() {
    var random = new Random(4);
    var octets = new byte[4];
    var sent = 0;
    for (int i = 0; i < 100; i++) {
      for (int flood = 0; flood < 10_000; flood++) {
        random.nextBytes(octets);
        octets[0] = (byte) (octets[0] | 0x80);
        limiter.judge(address(octets), ResponseKind.POSITIVE);
      }
      pass(Duration.ofMillis(200));
      sent += sent(1, "10.0.0.1", ResponseKind.POSITIVE);
    }
    assertTrue(sent >= 99, "of 100: " + sent);
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 15, 2, 24, 56",
    "1000001, 15, 2, 24, 56",
    "5, 0, 2, 24, 56",
    "5, 3601, 2, 24, 56",
    "5, 15, -1, 24, 56",
    "5, 15, 101, 24, 56",
    "5, 15, 2, 7, 56",
    "5, 15, 2, 33, 56",
    "5, 15, 2, 24, 15",
    "5, 15, 2, 24, 65"
  })
  void limitsHaveRanges(int rate, int window, int slip, int ipv4, int ipv6) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new RateLimits(rate, Duration.ofSeconds(window), slip, ipv4, ipv6, PrefixSet.NONE));
  }
}

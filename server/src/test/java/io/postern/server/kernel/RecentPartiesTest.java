package io.postern.server.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RecentPartiesTest {
  private static final long LATELY = RecentParties.LATELY.toNanos();

  private final RecentParties parties = new RecentParties();

  @Test
  void oneByItselfIsNotSeveralHoweverOftenItComes() {
    assertFalse(parties.several(0));

    parties.seen("a", 1);
    parties.seen("a", 2);

    assertFalse(parties.several(3));
  }

  @Test
  void theyAreSeveralUntilAllButOneAreGoneForAWhile() {
    parties.seen("a", 0);
    parties.seen("b", 1);
    parties.seen("a", LATELY);

    assertTrue(parties.several(LATELY + 1));
    assertFalse(parties.several(LATELY + 2));
  }

  @Test
  void whoStaysMayBeEitherOfThem() {
    parties.seen("a", 0);
    for (long now = 1; now <= LATELY; now += LATELY / 10) parties.seen("b", now);

    assertTrue(parties.several(LATELY));
    assertFalse(parties.several(LATELY + 1));
  }

  /** The system's clock of nanoseconds may have any value, and pass the largest there is. */
  @Test
  void timeMayBeNegativeAndRunOver() {
    parties.seen("a", Long.MAX_VALUE);
    parties.seen("b", Long.MAX_VALUE + 1);

    assertTrue(parties.several(Long.MAX_VALUE + LATELY));
    assertFalse(parties.several(Long.MAX_VALUE + LATELY + 1));
  }
}

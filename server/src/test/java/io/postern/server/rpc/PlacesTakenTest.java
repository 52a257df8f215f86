package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlacesTakenTest {
  private final PlacesTaken places = new PlacesTaken(2);

  @Test
  void eachHasSoManyUntilOneIsGivenBack() {
    assertTrue(places.take("alice"));
    assertTrue(places.take("alice"));
    assertFalse(places.take("alice"));
    assertTrue(places.take("bob"));

    places.giveBack("alice");

    assertTrue(places.take("alice"));
    assertFalse(places.take("alice"));
  }

  @Test
  void whoHasNoneIsForgotten() {
    assertTrue(places.take("alice"));
    assertEquals(1, places.subjects());

    places.giveBack("alice");

    assertEquals(0, places.subjects());
  }

  @Test
  void withoutALimitNothingIsCounted() {
    var unlimited = new PlacesTaken(0);
    for (int i = 0; i < 10; i++) assertTrue(unlimited.take("alice"));
    unlimited.giveBack("alice");
    assertEquals(0, unlimited.subjects());
  }

  @Test
  void neverMoreThanThatAreInside() {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++)
        threads.execute(() -> {
          for (int round = 0; round < 10_000; round++) {
            if (!places.take("alice")) continue;
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            places.giveBack("alice");
          }
        });
    }
    assertTrue(most.get() == 1 || most.get() == 2, most::toString);
    assertEquals(0, places.subjects());
  }
}

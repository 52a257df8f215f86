package io.postern.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NearestTest {
  private static final List<String> WORDS = List.of("address", "drain", "maxMessageBytes");

  @Test
  void aWordWithAFewWrongLettersIsFound() {
    assertEquals(Optional.of("address"), Nearest.to("adress", WORDS));
    assertEquals(Optional.of("drain"), Nearest.to("darin", WORDS));
    assertEquals(Optional.of("maxMessageBytes"), Nearest.to("maxmessagesbyte", WORDS));
  }

  @Test
  void aWordLikeNoOtherIsNot() {
    assertEquals(Optional.empty(), Nearest.to("colour", WORDS));
    assertEquals(".", Nearest.question("colour", WORDS));
  }

  @Test
  void distanceCountsLettersAddedRemovedReplacedAndSwapped() {
    assertEquals(0, Nearest.distance("same", "same"));
    assertEquals(1, Nearest.distance("same", "sam"));
    assertEquals(1, Nearest.distance("same", "lame"));
    assertEquals(1, Nearest.distance("same", "smae"));
    assertEquals(4, Nearest.distance("", "four"));
  }
}

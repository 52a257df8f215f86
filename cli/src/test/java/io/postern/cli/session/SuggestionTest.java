package io.postern.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
  private static final List<String> WORDS = List.of("endpoint", "connection", "zone", "lb");

  @ParameterizedTest
  @CsvSource({
    "endpont, endpoint",
    "ednpoint, endpoint",
    "Endpoints, endpoint",
    "conection, connection",
    "zon, zone",
    "bl, lb"
  })
  void aSlipOfTheFingerIsUnderstood(String typed, String meant) {
    assertEquals(Optional.of(meant), Suggestion.of(typed, WORDS));
  }

  @ParameterizedTest
  @CsvSource({"frobnicate", "x", "vnet", "point"})
  void somethingElseIsNotTakenForAWord(String typed) {
    assertEquals(Optional.empty(), Suggestion.of(typed, WORDS));
  }

  @Test
  void theOnlyWordThatBeginsSoIsMeant() {
    var fields = List.of("ttlSeconds", "values", "metadata", "metadataKeys");

    assertEquals(Optional.of("ttlSeconds"), Suggestion.of("ttl", fields));
    assertEquals(Optional.empty(), Suggestion.of("meta", fields));
    assertEquals(Optional.empty(), Suggestion.of("tt", fields));
  }

  @Test
  void nothingIsSuggestedWhereThereAreNoWords() {
    assertEquals("", Suggestion.sentence("zone", List.of()));
  }
}

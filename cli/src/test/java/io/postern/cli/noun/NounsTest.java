package io.postern.cli.noun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.session.CommandFailure;
import io.postern.v1.WatchedResource;
import java.util.HashSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NounsTest {
  @Test
  void everyResourceOfTheApiHasANoun() {
    var ofTheApi =
        WatchedResource.getDescriptor().getFields().stream()
            .map(field -> field.getMessageType().getName())
            .collect(Collectors.toSet());

    var ofTheCommandLine =
        Nouns.ALL.stream()
            .map(noun -> noun.prototype().getDescriptorForType().getName())
            .collect(Collectors.toSet());

    assertEquals(ofTheApi, ofTheCommandLine);
  }

  @Test
  void noTwoNounsHaveASpellingInCommon() {
    var seen = new HashSet<String>();
    for (var noun : Nouns.ALL) {
      for (var spelling : noun.spellings()) {
        assertTrue(seen.add(spelling.toLowerCase(java.util.Locale.ROOT)), spelling);
      }
    }
  }

  @Test
  void theHelpNamesAllOfThem() {
    assertEquals(Nouns.WORDS, Nouns.ALL.stream().map(Noun::word).collect(Collectors.joining(", ")));
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, endpoint",
    "endpoints, endpoint",
    "PE, endpoint",
    "privateEndpoints, endpoint",
    "pls, service",
    "lbs, lb",
    "records, record-set",
    "recordSet, record-set",
    "sub, subscription"
  })
  void aNounIsKnownByItsAliasesAndPlurals(String typed, String word) {
    assertEquals(word, Nouns.find(typed).orElseThrow().word());
  }

  @Test
  void aWordThatIsNoNounIsRefusedWithOneThatIs() {
    var failure = assertThrows(CommandFailure.class, () -> new Nouns().convert("endpont"));

    assertEquals(
        "'endpont' is not a kind of resource; did you mean 'endpoint'?", failure.getMessage());
  }
}

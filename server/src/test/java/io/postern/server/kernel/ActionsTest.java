package io.postern.server.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* | Microsoft.Network/privateEndpoints/read | true",
        "*/read | Microsoft.Network/privateEndpoints/read | true",
        "*/read | Microsoft.Network/privateEndpoints/write | false",
        "Microsoft.Network/* | Microsoft.Network/privateEndpoints/write | true",
        "Microsoft.Network/* | Microsoft.Networks/privateEndpoints/write | false",
        "Microsoft.Network/*/read | Microsoft.Network/a/b/read | true",
        "Microsoft.Network/*/read | Microsoft.Network/read | false",
        "microsoft.network/PRIVATEENDPOINTS/Read | Microsoft.Network/privateEndpoints/read | true",
        "a/*b*/b | a/b/b | true",
        "a/*b*/b | a/bb | false",
        "aa*aa | aaa | false",
        "a/read, b/read | b/read | true",
        "*, !a/* | a/read | false",
        "*, !a/* | b/read | true",
        "!a/* | b/read | false",
        "*, !A/READ | a/read | false",
      })
  void anAsteriskIsAnyCharactersAndAnExclamationMarkTakesOut(
      String patterns, String action, boolean included) {
    assertEquals(included, Actions.parse(patterns).include(action));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {"''", "a,,b", "a b", "!", "a//b", "/a"})
  void whatIsNoActionIsRefused(String patterns) {
    assertThrows(IllegalArgumentException.class, () -> Actions.parse(patterns));
  }

  @Test
  void aSetHasALimit() {
    var most = String.join(",", Collections.nCopies(Actions.MAX_PATTERNS, "a/read"));
    assertTrue(Actions.parse(most).include("a/read"));
    assertThrows(IllegalArgumentException.class, () -> Actions.parse(most + ",b/read"));
  }
}

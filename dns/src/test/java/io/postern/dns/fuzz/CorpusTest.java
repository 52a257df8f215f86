package io.postern.dns.fuzz;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fuzzer has found its way with, and what it has found, once more. */
class CorpusTest {
  private static final int FEWEST = 10;

  @ParameterizedTest
  @EnumSource
  void everyInputOfTheCorpusIsWithstood(FuzzTarget target) throws IOException {
    var inputs = target.inputs();
    assertTrue(inputs.size() >= FEWEST, () -> target.corpus() + " has " + inputs.size());
    for (var input : inputs) {
      var octets = Files.readAllBytes(input);
      assertDoesNotThrow(() -> target.run(octets), input::toString);
    }
  }
}

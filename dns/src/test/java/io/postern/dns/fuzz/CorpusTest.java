package io.postern.dns.fuzz;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fuzzer has found its way with, and what it has found, once more. */
class CorpusTest {
  @ParameterizedTest
  @EnumSource
  void everyInputOfTheCorpusIsWithstood(FuzzTarget target) throws IOException {
    target.withstandCorpus();
  }
}

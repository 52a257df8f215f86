package io.postern.server.fuzz;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerCorpusTest {
  @ParameterizedTest
  @EnumSource
  void everyInputOfTheCorpusIsAnsweredOrRefused(ServerFuzzTarget target) throws IOException {
    target.withstandCorpus();
  }
}

package io.postern.cli.topology;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class TopologyFuzzTest {
  @Test
  void everyInputOfTheCorpusIsReadOrRefused() throws IOException {
    TopologyFuzzTarget.TOPOLOGY.withstandCorpus();
  }

  /** Looks for what the corpus lacks, for {@code -Dpostern.fuzz.seconds}. */
  @Test
  @EnabledIfSystemProperty(named = "postern.fuzz.seconds", matches = "\\d+")
  void nothingIsFoundThatIsNotRefused(@TempDir Path grown) throws Exception {
    TopologyFuzzTarget.TOPOLOGY.withstandFuzzing(
        Integer.getInteger("postern.fuzz.seconds", 0), grown);
  }
}

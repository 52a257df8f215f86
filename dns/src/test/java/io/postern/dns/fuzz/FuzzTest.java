package io.postern.dns.fuzz;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Looks for inputs that the corpora lack, for {@code -Dpostern.fuzz.seconds} each: {@code bench/run
 * fuzz}. Inputs that are not withstood are left in {@code target/fuzz}; one belongs into the corpus
 * with what mends it. With {@code -Dpostern.fuzz.keep} the corpora take in what reaches further.
 */
@EnabledIfSystemProperty(named = "postern.fuzz.seconds", matches = "\\d+")
class FuzzTest {
  private static final int SECONDS = Integer.getInteger("postern.fuzz.seconds", 0);

  private static final int PATIENCE_SECONDS = 180;

  @ParameterizedTest
  @EnumSource
  void nothingIsFoundThatIsNotWithstood(FuzzTarget target, @TempDir Path grown) throws Exception {
    target.withstandFuzzing(SECONDS, grown);
  }

  /** Out of nothing; it can only be found by whoever sees the way that the parser takes. */
  @Test
  void theFuzzerSeesWhatItFuzzes(@TempDir Path grown, @TempDir Path findings) throws Exception {
    var result =
        new Jazzer(PlantedFault.class, "io.postern.dns.**").fuzz(PATIENCE_SECONDS, findings, grown);

    assertNotEquals(0, result.exitCode(), result::output);
    assertTrue(result.output().contains("the planted fault"), result::output);
    assertTrue(result.reached() > 10 * result.begun(), result::output);
    assertTrue(names(findings).contains("crash-"), result::output);
  }

  private static String names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.joining(","));
    }
  }
}

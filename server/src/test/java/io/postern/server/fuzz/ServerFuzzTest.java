package io.postern.server.fuzz;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Looks for what the corpora lack, for {@code -Dpostern.fuzz.seconds} each. */
@EnabledIfSystemProperty(named = "postern.fuzz.seconds", matches = "\\d+")
class ServerFuzzTest {
  @ParameterizedTest
  @EnumSource
  void nothingIsFoundThatIsNotRefused(ServerFuzzTarget target, @TempDir Path grown)
      throws Exception {
    target.withstandFuzzing(Integer.getInteger("postern.fuzz.seconds", 0), grown);
  }
}

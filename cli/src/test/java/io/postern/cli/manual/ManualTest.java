package io.postern.cli.manual;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.Postern;
import io.postern.cli.session.Terminal;
import io.postern.cli.testing.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ManualTest {
  private final CommandLine postern =
      Postern.commandLine(
          new Terminal(
              new PrintWriter(new StringWriter()),
              new PrintWriter(new StringWriter()),
              Map.of(),
              Path.of("none")));

  @Test
  void theManualSaysWhatTheCommandsSay() throws IOException {
    try (var in = ManualTest.class.getResourceAsStream("cli.md")) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);

      Golden.assertMatches(Path.of("..", "docs", "cli.md"), new Manual(postern).in(text));
    }
  }

  @Test
  void everyCommandAndArgumentIsExplained() {
    all(postern)
        .map(CommandLine::getCommandSpec)
        .forEach(spec -> {
          assertTrue(spec.usageMessage().description().length > 0, spec.qualifiedName());
          for (var argument : spec.args()) {
            assertTrue(argument.description().length > 0, spec.qualifiedName() + " " + argument);
          }
        });
  }

  private static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(ManualTest::all));
  }
}

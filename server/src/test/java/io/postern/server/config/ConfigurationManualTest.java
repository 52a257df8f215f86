package io.postern.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md to the settings there are. */
final class ConfigurationManualTest {
  private static final Path MANUAL = Path.of("../docs/configuration.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-zA-Z0-9.\\[\\]]+)` \\| (?:`([^`]*)`)? ?\\| \\S.*\\|");

  @Test
  void theManualNamesEverySettingWithItsDefault() throws Exception {
    var documented = new LinkedHashMap<String, String>();
    for (var line : Files.readAllLines(MANUAL)) {
      var row = ROW.matcher(line);
      if (row.matches()) documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
    }
    assertEquals(settings(), documented);
  }

  private static Map<String, String> settings() {
    return SettingsPrinter.flat(ServerSettings.in(Path.of("~/.local/share/postern")));
  }
}

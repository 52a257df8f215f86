package io.postern.cli.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.cli.testing.Golden;
import io.postern.cli.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneCommandTest {
  private static final String ZONE = "privatelink.blob.core.windows.net";

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void start() {
    world = new World(folder);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  /** The commands with names in place of the folder of this run. */
  private String transcript(String... lines) {
    return world
        .transcript(lines)
        .replace(folder + "/", "")
        .replaceAll("revision r\\d+", "revision {r}");
  }

  @Test
  void aZoneFileIsImportedAndExportedAgain() throws IOException {
    var file =
        Files.writeString(
            folder.resolve("zone"),
            """
            @      NS   ns.example.org.
            @      MX   10 mail.example.org.
            legacy 60 A 10.1.9.1
            legacy 60 A 10.1.9.2
            """);
    var copy = folder.resolve("copy");

    Golden.assertMatches(
        "zone-file.txt",
        transcript(
            "zone import " + ZONE + " -f " + file + " --replace --dry-run",
            "zone import " + ZONE + " -f " + file,
            "zone export " + ZONE,
            "zone export " + ZONE + " --claims included -f " + copy,
            "zone import " + ZONE + " -f " + copy + " --replace"));
  }

  @Test
  void whatIsMeasuredOfAZoneIsShown() {
    Golden.assertMatches("zone-metrics.txt", transcript("zone metrics " + ZONE));
  }

  @Test
  void everyFaultOfAFileIsShownWithItsLine() throws IOException {
    var file = Files.writeString(folder.resolve("zone"), "a A 10.0.0.256\nb FOO bar\n");

    Golden.assertMatches(
        "zone-file-refused.txt",
        transcript(
            "zone import " + ZONE + " -f " + file,
            "zone import " + ZONE + " -f " + folder.resolve("none"),
            "zone import contoso.com -f " + file,
            "zone export " + ZONE + " --claims some"));
  }

  @Test
  void programsGetTheMessages() {
    assertEquals(0, world.run("zone export " + ZONE + " -o json").exitCode());
  }
}

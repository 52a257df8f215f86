package io.postern.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.testing.Golden;
import io.postern.cli.testing.World;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectivityCommandTest {
  private static final String SCOPE = " --port 443";

  @TempDir static Path folder;
  private static World world;

  @BeforeAll
  static void start() {
    world = new World(folder);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void theTraceIsAReadableList() {
    Golden.assertMatches(
        "check-connectivity.txt",
        world.transcript(
            "check connectivity --from vnet-a --to acct1.blob.core.windows.net --port 443",
            "check connectivity --from vnet-b/10.2.0.77 --to pe-web --port 443 --protocol udp",
            "check connectivity --from vnet-b --to 10.1.0.4 --port 443"));
  }

  @Test
  void theExitCodeIsThatOfTheVerdict() {
    assertEquals(0, world.run("check connectivity --from vnet-a --to pe-blob" + SCOPE).exitCode());
    assertEquals(11, world.run("check connectivity --from vnet-b --to pe-web" + SCOPE).exitCode());
  }

  @Test
  void aSourceIsAVirtualNetworkOrASite() {
    var neither = world.run("check connectivity --to pe-web" + SCOPE);
    var both = world.run("check connectivity --from v --from-site s --to pe-web" + SCOPE);

    assertEquals(2, neither.exitCode());
    assertEquals(2, both.exitCode());
    assertTrue(neither.text().contains("--from"), neither.text());
  }

  @Test
  void anAddressIsTheLastPartOfAPlace() {
    assertEquals(new PlaceText("vnet-a", "10.1.0.9"), PlaceText.parse("vnet-a/10.1.0.9"));
    assertEquals(new PlaceText("g/vnet-a", "fd00::1"), PlaceText.parse("g/vnet-a/fd00::1"));
    assertEquals(new PlaceText("g/vnet-a", ""), PlaceText.parse("g/vnet-a"));
    assertEquals(new PlaceText("vnet.4", ""), PlaceText.parse("vnet.4"));
  }
}

package io.postern.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.testing.Golden;
import io.postern.cli.testing.World;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchCommandTest {
  private static final String HINT = "To go on from here: --resume ";

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

  @Test
  void aWatchShowsWhatThereIsAndGoesOnLaterWithWhatChanged() {
    var present = world.run("watch endpoints vnets --count 0");
    world.lab().approve(world.web());
    var changed = world.run("watch endpoints vnets --count 1 --resume " + token(present.err()));

    assertEquals(0, changed.exitCode(), changed.err());
    Golden.assertMatches(
        "watch.txt", World.withoutCounters(present.out() + "--\n" + changed.out()));
  }

  @Test
  void connectionsAreWatchedFromTheSideOfTheirTargets() {
    var present = world.run("watch --connections --count 0 --as olga@fabrikam");
    world.lab().reject(world.web());
    var changed =
        world.run(
            "watch --connections --count 1 --as olga@fabrikam --resume " + token(present.err()));

    Golden.assertMatches(
        "watch-connections.txt", World.withoutCounters(present.out() + "--\n" + changed.out()));
  }

  @Test
  void aChangeIsALineOfJson() {
    var result = world.run("watch vnets --parent subscriptions/contoso --count 0 -o json");

    assertEquals(2, result.out().lines().count(), result.text());
    assertTrue(result.out().lines().allMatch(line -> line.startsWith("{\"type\":")), result.out());
  }

  @Test
  void aTokenThatIsNoneIsRefused() {
    var result = world.run("watch --resume nonsense");

    assertTrue(result.err().contains("[RESUME_TOKEN_INVALID]"), result.err());
    assertEquals(1, result.exitCode());
  }

  private static String token(String printed) {
    var line = printed.lines().filter(each -> each.startsWith(HINT)).findFirst().orElseThrow();
    return line.substring(HINT.length());
  }
}

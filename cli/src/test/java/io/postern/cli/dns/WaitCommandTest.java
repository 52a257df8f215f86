package io.postern.cli.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.session.ExitCode;
import io.postern.cli.testing.World;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens from one command to the next. */
class WaitCommandTest {
  /** At the outermost level: the history of a connection has tokens as well. */
  private static final Pattern TOKEN =
      Pattern.compile("(?m)^  \"(?:revisionToken|servedRevisionToken)\": \"r([0-9]+)\"");

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
  void aDecisionTellsATokenThatDnsServesAndReadsCanAskFor() {
    long token = token(world.run("connection approve pe-web -o json").out());

    var waited = world.run("dns wait r" + token);
    var read = world.run("get connection pe-web --at-least-as-fresh r" + token);
    var list = world.run("list connections --at-least-as-fresh r" + token);

    assertEquals("DNS serves r" + token + ".\n", waited.text());
    assertEquals(0, read.exitCode(), read.err());
    assertTrue(read.out().contains("Approved"), read.out());
    assertEquals(0, list.exitCode(), list.err());
  }

  @Test
  void aDecisionThatWasOnlyCheckedTellsNone() {
    var checked = world.run("connection approve pe-web --dry-run -o json");

    assertEquals(0, checked.exitCode(), checked.err());
    assertFalse(TOKEN.matcher(checked.out()).find(), checked.out());
  }

  @Test
  void aReadOfWhatIsToComeWaitsForIt() throws Exception {
    long next = 1 + token(world.run("dns status -o json").out());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var read =
          threads.submit(() ->
              world.run("get vnet vnet-z --at-least-as-fresh r" + next + " -s contoso -g net"));
      var wait = threads.submit(() -> world.run("dns wait r" + next + " -o json"));
      world.awaitWaitingCalls(2);

      world.lab().network("vnet-z", "10.9.0.0/16");

      assertEquals(0, read.get().exitCode(), read.get().err());
      assertEquals(next, token(wait.get().out()));
    }
  }

  @Test
  void whatDoesNotComeInTimeIsSaid() {
    var waited = world.run("dns wait r1000 --timeout 200ms");
    var read = world.run("list vnets --at-least-as-fresh r1000 --timeout 1s");

    assertEquals(ExitCode.UNAVAILABLE.code(), waited.exitCode());
    assertTrue(waited.err().contains("did not come to r1000 in time"), waited.err());
    assertEquals(ExitCode.UNAVAILABLE.code(), read.exitCode());
    assertTrue(read.err().contains("[REVISION_NOT_REACHED]"), read.err());
  }

  @Test
  void whatIsNoTokenIsRefused() {
    var waited = world.run("dns wait yesterday");

    assertEquals(ExitCode.REFUSED.code(), waited.exitCode());
    assertTrue(waited.err().contains("[RESUME_TOKEN_INVALID]"), waited.err());
  }

  private static long token(String json) {
    var found = TOKEN.matcher(json);
    assertTrue(found.find(), json);
    return Long.parseLong(found.group(1));
  }
}

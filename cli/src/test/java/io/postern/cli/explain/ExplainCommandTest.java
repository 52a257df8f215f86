package io.postern.cli.explain;

import io.postern.cli.testing.Golden;
import io.postern.cli.testing.World;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainCommandTest {
  private World world;

  @BeforeAll
  void start(@TempDir Path folder) {
    world = new World(folder);
  }

  @AfterAll
  void stop() {
    world.close();
  }

  /** Revisions count everything that the world is made of. */
  private String transcript(String... lines) {
    return world.transcript(lines).replaceAll("(evisionToken\"?: \"?)r[0-9]+", "$1{revision}");
  }

  @Test
  void aConnectionIsExplainedToEitherSide() {
    Golden.assertMatches(
        "explain-connection.txt",
        transcript(
            "explain connection pe-web --as alice@contoso",
            "explain connection pe-web --as olga@fabrikam",
            "explain connection pe-nothing",
            "explain connection pe-blob -o yaml --as alice@contoso"));
  }

  @Test
  void aResolutionIsExplainedWithItsAnswer() {
    Golden.assertMatches(
        "explain-resolution.txt",
        transcript(
            "explain resolution acct1.blob.core.windows.net --vnet vnet-a",
            "explain resolution acct1.blob.core.windows.net --vnet vnet-b",
            "explain resolution nowhere.privatelink.blob.core.windows.net --vnet vnet-a --type"
                + " aaaa",
            "explain resolution nowhere.example -o json"));
  }

  /** Ports are the system's choice, and entries are numbered like revisions. */
  @Test
  void anAnswerOfThePastIsShownWithItsCauser() {
    Golden.assertMatches(
        "explain-past.txt",
        transcript(
                "explain past acct1.blob.core.windows.net --vnet vnet-a --at 2026-01-01T00:00:00Z",
                "explain past acct1.blob.core.windows.net --vnet vnet-a --at 2026-01-01T00:00:00Z"
                    + " --as alice@contoso -o yaml",
                "explain past acct1.blob.core.windows.net --vnet vnet-b --at yesterday",
                "explain past acct1.blob.core.windows.net --vnet vnet-a --at 2036-01-01T00:00:00Z",
                "explain past acct1.blob.core.windows.net --vnet vnet-a --revision r1")
            .replaceAll("127\\.0\\.0\\.1:[0-9]+", "{peer}")
            .replaceAll("(Z  )r[0-9]+", "$1{revision}")
            .replaceAll("(number|revision): '[0-9]+'", "$1: {number}")
            .replaceAll("[0-9a-f]{64}", "{sha256}"));
  }
}

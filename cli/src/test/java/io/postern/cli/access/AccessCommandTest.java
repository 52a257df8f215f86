package io.postern.cli.access;

import io.postern.cli.testing.Golden;
import io.postern.cli.testing.World;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessCommandTest {
  private static final String GROUP = "subscriptions/contoso/resourceGroups/net";
  private static final String WRITE = "Microsoft.Network/virtualNetworks/write";

  @TempDir Path folder;

  @Test
  void rolesDenialsAndLocksAreGivenListedAndExplained() {
    try (var world = new World(folder)) {
      Golden.assertMatches(
          "access.txt",
          world.transcript(
              "access grant bob@contoso Reader " + GROUP + " --as alice@contoso",
              "access deny * " + GROUP + " " + WRITE + " --except alice@contoso",
              "access lock " + GROUP,
              "list role-assignments --as alice@contoso",
              "list roles --as bob@contoso",
              "list locks",
              "access test " + GROUP + " " + WRITE + " --as bob@contoso",
              "access explain bob@contoso " + WRITE + " " + GROUP,
              "delete lock " + GROUP + "/providers/Microsoft.Authorization/locks/CanNotDelete",
              "access grant bob@contoso Emperor " + GROUP));
    }
  }
}

package io.postern.cli.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.testing.World;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookCommandTest {
  private static final String NAME =
      "subscriptions/contoso/resourceGroups/net/providers/Postern/webhooks/hook";

  @TempDir Path folder;

  @Test
  void aWebhookGoesThroughItsLife() {
    try (var world = new World(folder)) {
      var create = "webhook create hook -s contoso -g net --url https://hooks.invalid/ ";
      var planned = world.run(create + "--dry-run");
      var created = world.run(create + "--kind subnet --under subscriptions/contoso");

      assertEquals("Would have created " + NAME + "\n", planned.text());
      assertTrue(created.out().startsWith("Created " + NAME + "\n"), created.text());
      assertTrue(created.out().matches("(?s).*shown again: whsec_[A-Za-z0-9+/]{43}=\\n"));
      var rotated = world.run("webhook rotate-secret hook");
      assertTrue(rotated.out().startsWith("Given a new secret: " + NAME), rotated.text());
      assertEquals(
          "Changed " + NAME + "\n", world.run("webhook update hook --enabled false").text());
      assertEquals(
          "Replays " + NAME + " after r1\n", world.run("webhook replay hook --after r1").text());
      var shown = world.run("get webhook hook").out();
      assertTrue(shown.contains("https://hooks.invalid/"), shown);
      assertTrue(shown.contains("subnet"), shown);
      assertEquals("Deleted webhook " + NAME + "\n", world.run("delete webhook hook").text());
      assertEquals(2, world.run("webhook update hook").exitCode());
    }
  }
}

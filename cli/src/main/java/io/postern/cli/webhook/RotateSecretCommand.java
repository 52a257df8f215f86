package io.postern.cli.webhook;

import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code postern webhook rotate-secret}. */
@Command(
    name = "rotate-secret",
    description =
        "Give a webhook a new secret, which is shown once. For an hour requests are signed with the"
            + " old one as well.")
final class RotateSecretCommand implements Runnable {
  private final Session session;

  @Mixin private final NamedWebhook webhook = new NamedWebhook();

  @Mixin private final WriteFlags flags = new WriteFlags();

  RotateSecretCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var name = webhook.name(client, session);
      var rotated = client.webhooks().rotateSecret(name, flags.options());
      new SecretText(session).print("Given a new secret:", rotated, flags.dryRun());
    }
  }
}

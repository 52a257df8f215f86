package io.postern.cli.webhook;

import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.noun.WebhookNoun;
import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern webhook rotate-secret}. */
@Command(
    name = "rotate-secret",
    description =
        "Give a webhook a new secret, which is shown once. For an hour requests are signed with the"
            + " old one as well.")
final class RotateSecretCommand implements Runnable {
  private final Session session;

  @Mixin private final ScopeOptions scope = new ScopeOptions();

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Parameters(paramLabel = "NAME", description = "The webhook, in full or short.")
  private String name = "";

  RotateSecretCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var fullName = new NameResolver(client, session, scope).resolve(WebhookNoun.WEBHOOK, name);
      var rotated = client.webhooks().rotateSecret(fullName, flags.options());
      new SecretText(session).print("Given a new secret:", rotated, flags.dryRun());
    }
  }
}

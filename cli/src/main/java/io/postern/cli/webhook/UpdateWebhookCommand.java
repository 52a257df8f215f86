package io.postern.cli.webhook;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import io.postern.v1.Webhook;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern webhook update}. */
@Command(
    name = "update",
    description =
        "Change where a webhook posts, or whether it does. It goes on from where it is, so that one"
            + " that is enabled again delivers what it missed.")
final class UpdateWebhookCommand implements Runnable {
  private final Session session;

  @Mixin private final NamedWebhook webhook = new NamedWebhook();

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Option(names = "--url", paramLabel = "URL", description = "Where to post.")
  private @Nullable String url;

  @Option(
      names = "--enabled",
      arity = "1",
      paramLabel = "true|false",
      description = "Whether it delivers.")
  private @Nullable Boolean enabled;

  UpdateWebhookCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    if (url == null && enabled == null)
      throw CommandFailure.usage("say what to change, with --url or --enabled");
    try (var client = session.connect()) {
      var name = webhook.name(client, session);
      var wanted = Webhook.newBuilder().setName(name);
      if (url != null) wanted.setUrl(url);
      if (enabled != null) wanted.setEnabled(enabled);
      var updated = client.webhooks().update(wanted.build(), flags.options());
      var verb = flags.dryRun() ? "Would change " : "Changed ";
      session.out().println(verb + updated.value().getName());
    }
  }
}

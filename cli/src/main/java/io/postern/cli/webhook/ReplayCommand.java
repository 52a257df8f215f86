package io.postern.cli.webhook;

import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern webhook replay}. */
@Command(name = "replay", description = "Deliver again what came after a revision.")
final class ReplayCommand implements Runnable {
  private final Session session;

  @Mixin private final NamedWebhook webhook = new NamedWebhook();

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Option(
      names = "--after",
      required = true,
      paramLabel = "TOKEN",
      description = "The revision token of any answer or event.")
  private String after = "";

  ReplayCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var name = webhook.name(client, session);
      var replayed = client.webhooks().replay(name, after, flags.options());
      var verb = flags.dryRun() ? "Would replay " : "Replays ";
      session.out().println(verb + replayed.value().getName() + " after " + after);
    }
  }
}

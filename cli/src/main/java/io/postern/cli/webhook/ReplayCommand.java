package io.postern.cli.webhook;

import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.noun.WebhookNoun;
import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern webhook replay}. */
@Command(name = "replay", description = "Deliver again what came after a revision.")
final class ReplayCommand implements Runnable {
  private final Session session;

  @Mixin private final ScopeOptions scope = new ScopeOptions();

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Option(
      names = "--after",
      required = true,
      paramLabel = "TOKEN",
      description = "The revision token of any answer or event.")
  private String after = "";

  @Parameters(paramLabel = "NAME", description = "The webhook, in full or short.")
  private String name = "";

  ReplayCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var fullName = new NameResolver(client, session, scope).resolve(WebhookNoun.WEBHOOK, name);
      var replayed = client.webhooks().replay(fullName, after, flags.options());
      var verb = flags.dryRun() ? "Would replay " : "Replays ";
      session.out().println(verb + replayed.value().getName() + " after " + after);
    }
  }
}

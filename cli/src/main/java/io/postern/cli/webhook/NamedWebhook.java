package io.postern.cli.webhook;

import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.noun.WebhookNoun;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The webhook that a command is about. */
final class NamedWebhook {
  @Mixin private final ScopeOptions scope = new ScopeOptions();

  @Parameters(paramLabel = "NAME", description = "The webhook, in full or short.")
  private String given = "";

  /** Its name in full. */
  String name(PosternClient client, Session session) {
    return new NameResolver(client, session, scope).resolve(WebhookNoun.WEBHOOK, given);
  }
}

package io.postern.cli.webhook;

import io.postern.cli.session.Session;
import io.postern.client.resource.WebhooksClient.WithSecret;
import java.util.Locale;

/** What is printed of a webhook that has a new secret. */
record SecretText(Session session) {
  void print(String verb, WithSecret webhook, boolean dryRun) {
    var name = webhook.written().value().getName();
    if (dryRun) {
      session.out().println("Would have " + verb.toLowerCase(Locale.ROOT) + " " + name);
      return;
    }
    session.out().println(verb + " " + name);
    session.out().println("Its secret, which is not shown again: " + webhook.secret());
  }
}

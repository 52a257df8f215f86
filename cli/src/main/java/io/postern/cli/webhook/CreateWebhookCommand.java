package io.postern.cli.webhook;

import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.noun.WebhookNoun;
import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import io.postern.v1.Webhook;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern webhook create}. */
@Command(
    name = "create",
    description =
        "Create a webhook, which delivers what happens from now on. Its secret is shown once.")
final class CreateWebhookCommand implements Runnable {
  private final Session session;

  @Mixin private final ScopeOptions scope = new ScopeOptions();

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "Where to post, such as https://hooks.example/postern.")
  private String url = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "A kind of resource, such as privateEndpointConnection. May be repeated. Default: all.")
  private List<String> kinds = List.of();

  @Option(
      names = "--under",
      paramLabel = "NAME",
      description = "Only this subscription, resource group or resource and what is below it.")
  private String under = "";

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Only resources whose full name begins with this.")
  private String prefix = "";

  @Option(names = "--previous", description = "Send the value before each change, too.")
  private boolean previous;

  @Option(
      names = "--all-tenants",
      description = "Send what all tenants have; for administrators of the server.")
  private boolean allTenants;

  @Parameters(paramLabel = "NAME", description = "The name of the new webhook, in full or short.")
  private String name = "";

  CreateWebhookCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    flags.requireNoEtag();
    try (var client = session.connect()) {
      var resolver = new NameResolver(client, session, scope);
      var fullName = resolver.resolve(WebhookNoun.WEBHOOK, name);
      int at = fullName.indexOf("/providers/");
      var wanted =
          Webhook.newBuilder()
              .setUrl(url)
              .addAllKinds(kinds)
              .setScope(under)
              .setNamePrefix(prefix)
              .setIncludePrevious(previous)
              .setAllTenants(allTenants)
              .build();
      var id = fullName.substring(fullName.lastIndexOf('/') + 1);
      var created =
          client.webhooks().create(fullName.substring(0, at), id, wanted, flags.options());
      new SecretText(session).print("Created", created, flags.dryRun());
    }
  }
}

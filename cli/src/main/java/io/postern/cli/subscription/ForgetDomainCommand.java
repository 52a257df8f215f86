package io.postern.cli.subscription;

import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern subscription forget-domain}. */
@Command(
    name = "forget-domain",
    description =
        "Take a proven domain back. Names that exist there stay; new ones need another proof.")
final class ForgetDomainCommand implements Runnable {
  private final Session session;

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Mixin private final NamedSubscription subscription = new NamedSubscription();

  @Parameters(index = "1", paramLabel = "DOMAIN", description = "The domain, such as contoso.com.")
  private String domain = "";

  ForgetDomainCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var name = subscription.name(client, session);
      client.subscriptions().forgetDomain(name, domain, flags.options());
      session
          .out()
          .println((flags.dryRun() ? "Would forget " : "Forgot ") + domain + " for " + name);
    }
  }
}

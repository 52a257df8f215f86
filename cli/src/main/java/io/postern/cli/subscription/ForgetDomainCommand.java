package io.postern.cli.subscription;

import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.NetworkNouns;
import io.postern.cli.noun.ScopeOptions;
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

  @Parameters(index = "0", paramLabel = "SUBSCRIPTION", description = "The subscription.")
  private String subscription = "";

  @Parameters(index = "1", paramLabel = "DOMAIN", description = "The domain, such as contoso.com.")
  private String domain = "";

  ForgetDomainCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var name =
          new NameResolver(client, session, new ScopeOptions())
              .resolve(NetworkNouns.SUBSCRIPTION, subscription);
      client.subscriptions().forgetDomain(name, domain, flags.options());
      session
          .out()
          .println((flags.dryRun() ? "Would forget " : "Forgot ") + domain + " for " + name);
    }
  }
}

package io.postern.cli.subscription;

import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern subscription verify-domain}. */
@Command(
    name = "verify-domain",
    description =
        "Prove by a TXT record that a domain is the subscription's, so that public names outside"
            + " the catalogue can be in it. While the record is missing, the refusal says what to"
            + " publish.")
final class VerifyDomainCommand implements Runnable {
  private final Session session;

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Mixin private final NamedSubscription subscription = new NamedSubscription();

  @Parameters(index = "1", paramLabel = "DOMAIN", description = "The domain, such as contoso.com.")
  private String domain = "";

  @Option(
      names = "--vouch",
      description = "Take the domain on an administrator's word; DNS is not asked.")
  private boolean vouch;

  VerifyDomainCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var name = subscription.name(client, session);
      if (vouch) client.subscriptions().vouchForDomain(name, domain, flags.options());
      else client.subscriptions().verifyDomain(name, domain, flags.options());
      session
          .out()
          .println((flags.dryRun() ? "Would prove " : "Proved ") + domain + " for " + name);
    }
  }
}

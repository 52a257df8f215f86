package io.postern.cli.subscription;

import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import io.postern.client.call.WriteOptions;
import io.postern.client.resource.SubscriptionsClient;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A verb that says which resource providers a subscription has, one write for each. */
abstract class ProviderCommand implements Runnable {
  private final Session session;
  private final String done;
  private final String planned;

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Mixin private final NamedSubscription subscription = new NamedSubscription();

  /**
   * @param done what is said after each write
   * @param planned what is said when it was only checked
   */
  ProviderCommand(Session session, String done, String planned) {
    this.session = session;
    this.done = done;
    this.planned = planned;
  }

  abstract List<String> providers();

  abstract void write(
      SubscriptionsClient client, String name, String provider, WriteOptions options);

  @Override
  public void run() {
    if (providers().size() > 1) flags.requireNoEtag();
    try (var client = session.connect()) {
      var name = subscription.name(client, session);
      for (var provider : providers()) {
        write(client.subscriptions(), name, provider, flags.options());
        session.out().println((flags.dryRun() ? planned : done) + " " + provider + " in " + name);
      }
    }
  }
}

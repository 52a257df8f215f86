package io.postern.cli.subscription;

import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.NetworkNouns;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import picocli.CommandLine.Parameters;

/** The subscription that a command is about. */
final class NamedSubscription {
  @Parameters(index = "0", paramLabel = "SUBSCRIPTION", description = "The subscription.")
  private String given = "";

  /** Its name in full. */
  String name(PosternClient client, Session session) {
    return new NameResolver(client, session, new ScopeOptions())
        .resolve(NetworkNouns.SUBSCRIPTION, given);
  }
}

package io.postern.cli.subscription;

import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.NetworkNouns;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern subscription register-provider}. */
@Command(
    name = "register-provider",
    description =
        "Register resource providers, which a subscription needs before it can have or be asked"
            + " for private endpoints.")
final class RegisterProviderCommand implements Runnable {
  private final Session session;

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Parameters(index = "0", paramLabel = "SUBSCRIPTION", description = "The subscription.")
  private String subscription = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "PROVIDER",
      description = "The providers. Default: Microsoft.Network.")
  private List<String> providers = new ArrayList<>();

  RegisterProviderCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var wanted = providers.isEmpty() ? List.of("Microsoft.Network") : providers;
    if (wanted.size() > 1) flags.requireNoEtag();
    try (var client = session.connect()) {
      var name =
          new NameResolver(client, session, new ScopeOptions())
              .resolve(NetworkNouns.SUBSCRIPTION, subscription);
      for (var provider : wanted) {
        client.subscriptions().registerProvider(name, provider, flags.options());
        session
            .out()
            .println(
                (flags.dryRun() ? "Would register " : "Registered ") + provider + " in " + name);
      }
    }
  }
}

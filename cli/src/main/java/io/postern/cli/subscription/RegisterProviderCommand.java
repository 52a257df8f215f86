package io.postern.cli.subscription;

import io.postern.cli.session.Session;
import io.postern.client.call.WriteOptions;
import io.postern.client.resource.SubscriptionsClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code postern subscription register-provider}. */
@Command(
    name = "register-provider",
    description =
        "Register resource providers, which a subscription needs before it can have or be asked"
            + " for private endpoints.")
final class RegisterProviderCommand extends ProviderCommand {
  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "PROVIDER",
      description = "The providers. Default: Microsoft.Network.")
  private List<String> providers = List.of();

  RegisterProviderCommand(Session session) {
    super(session, "Registered", "Would register");
  }

  @Override
  List<String> providers() {
    return providers.isEmpty() ? List.of("Microsoft.Network") : providers;
  }

  @Override
  void write(SubscriptionsClient client, String name, String provider, WriteOptions options) {
    client.registerProvider(name, provider, options);
  }
}

package io.postern.cli.subscription;

import io.postern.cli.session.Session;
import io.postern.client.call.WriteOptions;
import io.postern.client.resource.SubscriptionsClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code postern subscription unregister-provider}. */
@Command(
    name = "unregister-provider",
    description =
        "Take back the registration of resource providers. What exists keeps working; new private"
            + " endpoints are refused.")
final class UnregisterProviderCommand extends ProviderCommand {
  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PROVIDER",
      description = "The providers.")
  private List<String> providers = List.of();

  UnregisterProviderCommand(Session session) {
    super(session, "Unregistered", "Would unregister");
  }

  @Override
  List<String> providers() {
    return providers;
  }

  @Override
  void write(SubscriptionsClient client, String name, String provider, WriteOptions options) {
    client.unregisterProvider(name, provider, options);
  }
}

package io.postern.cli.connection;

import io.postern.cli.session.Session;
import io.postern.client.call.Written;
import io.postern.client.resource.ConnectionsClient;
import io.postern.v1.PrivateEndpointConnection;
import picocli.CommandLine.Command;

/** {@code postern connection suspend}. */
@Command(
    name = "suspend",
    description =
        "Pause an approved connection: no traffic and no private answer, but the approval is kept.")
final class SuspendCommand extends Decision {
  SuspendCommand(Session session) {
    super(session);
  }

  @Override
  Written<PrivateEndpointConnection> decide(ConnectionsClient connections, String name) {
    return connections.suspend(name, description, flags.options());
  }
}

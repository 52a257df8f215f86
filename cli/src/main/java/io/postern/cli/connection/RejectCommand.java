package io.postern.cli.connection;

import io.postern.cli.session.Session;
import io.postern.client.call.Written;
import io.postern.client.resource.ConnectionsClient;
import io.postern.v1.PrivateEndpointConnection;
import picocli.CommandLine.Command;

/** {@code postern connection reject}. */
@Command(
    name = "reject",
    description = "Reject a pending or approved connection. The endpoint keeps its address.")
final class RejectCommand extends Decision {
  RejectCommand(Session session) {
    super(session);
  }

  @Override
  Written<PrivateEndpointConnection> decide(ConnectionsClient connections, String name) {
    return connections.reject(name, description, flags.options());
  }
}

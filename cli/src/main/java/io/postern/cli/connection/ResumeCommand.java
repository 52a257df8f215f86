package io.postern.cli.connection;

import io.postern.cli.session.Session;
import io.postern.client.call.Written;
import io.postern.client.resource.ConnectionsClient;
import io.postern.v1.PrivateEndpointConnection;
import picocli.CommandLine.Command;

/** {@code postern connection resume}. */
@Command(name = "resume", description = "End the pause of an approved connection.")
final class ResumeCommand extends Decision {
  ResumeCommand(Session session) {
    super(session);
  }

  @Override
  Written<PrivateEndpointConnection> decide(ConnectionsClient connections, String name) {
    return connections.resume(name, description, flags.options());
  }
}

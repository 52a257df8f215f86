package io.postern.cli.connection;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.Session;
import io.postern.client.call.Written;
import io.postern.client.resource.ConnectionsClient;
import io.postern.v1.PrivateEndpointConnection;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern connection approve}. */
@Command(
    name = "approve",
    description =
        "Approve a connection. When this returns, DNS on that server answers with the private"
            + " address.")
final class ApproveCommand extends Decision {
  @Option(
      names = "--until",
      paramLabel = "TIME",
      description =
          "When the approval ends by itself, such as 2031-01-31T12:00:00Z. Default: never.")
  private @Nullable String until;

  ApproveCommand(Session session) {
    super(session);
  }

  @Override
  Written<PrivateEndpointConnection> decide(ConnectionsClient connections, String name) {
    var end = end();
    return end.isPresent()
        ? connections.approveUntil(name, description, end.get(), flags.options())
        : connections.approve(name, description, flags.options());
  }

  private Optional<Instant> end() {
    if (until == null) return Optional.empty();
    try {
      return Optional.of(Instant.parse(until));
    } catch (DateTimeParseException e) {
      throw CommandFailure.usage(
          "'" + until + "' is not a time; write it like 2031-01-31T12:00:00Z");
    }
  }
}

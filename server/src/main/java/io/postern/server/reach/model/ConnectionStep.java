package io.postern.server.reach.model;

import static io.postern.server.reach.model.Finding.Step.CONNECTION;

import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.endpoint.model.PrivateEndpoint;

/** Step 4: only an approved connection that is not suspended carries traffic. */
final class ConnectionStep {
  private ConnectionStep() {}

  static Finding check(Situation situation) {
    if (!(situation.destination() instanceof Destination.Endpoint destination))
      return Finding.notApplicable(CONNECTION, "No private endpoint is on the way.");
    return check(destination.endpoint());
  }

  private static Finding check(PrivateEndpoint endpoint) {
    var connection = endpoint.connection();
    // A target known by its alias only stays unknown to the consumer, and so does the name of the
    // connection, which stands under it.
    var object = endpoint.alias().isPresent() ? endpoint.name() : connection.name();
    if (connection.serves())
      return Finding.passed(CONNECTION, object, "The connection is approved.");
    return Finding.denied(
        CONNECTION,
        object,
        "The connection is "
            + state(connection.state(), connection.suspended())
            + " ("
            + connection.action()
            + "). "
            + connection.action().sentence());
  }

  private static String state(Label label, boolean suspended) {
    return switch (label) {
      case PENDING -> "pending";
      case APPROVED -> suspended ? "approved, but suspended" : "approved";
      case REJECTED -> "rejected";
      case DISCONNECTED -> "disconnected";
    };
  }
}

package io.postern.server.store.jdbc.document;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.ConnectionState.Approved;
import io.postern.server.connection.model.ConnectionState.Disconnected;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.connection.model.ConnectionState.Pending;
import io.postern.server.connection.model.ConnectionState.Rejected;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;

final class ConnectionDocument implements Document<Connection> {
  @Override
  public Kind<Connection> kind() {
    return Connection.KIND;
  }

  @Override
  public void write(Connection connection, JsonOut body) {
    body.text("endpoint", connection.endpoint())
        .text("endpointRegion", connection.endpointRegion())
        .text("consumerTenant", connection.consumerTenant())
        .text("consumerNetwork", connection.consumerNetwork())
        .text("managedBy", connection.managedBy())
        .texts("groupIds", connection.groupIds())
        .number("linkIdentifier", connection.linkIdentifier())
        .object("state", connection.state(), ConnectionDocument::state)
        .text("description", connection.description())
        .text("requestMessage", connection.requestMessage());
  }

  private static void state(ConnectionState state, JsonOut out) {
    out.text("label", state.label()).text("action", state.action()).time("due", state.due());
  }

  @Override
  public Connection read(ResourceName name, Meta meta, JsonIn body) {
    return new Connection(
        name,
        meta,
        body.name("endpoint"),
        body.text("endpointRegion"),
        body.text("consumerTenant"),
        body.name("consumerNetwork"),
        body.text("managedBy"),
        body.texts("groupIds"),
        (int) body.number("linkIdentifier"),
        body.object("state", ConnectionDocument::state),
        body.text("description"),
        body.text("requestMessage"));
  }

  private static ConnectionState state(JsonIn in) {
    var action = in.constant("action", ActionCode.NONE);
    return switch (in.constant("label", Label.PENDING)) {
      case PENDING -> new Pending(action, in.time("due"));
      case APPROVED -> new Approved(action == ActionCode.SUSPENDED, in.time("due"));
      case REJECTED -> new Rejected(action);
      case DISCONNECTED -> new Disconnected(action);
    };
  }
}

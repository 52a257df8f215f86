package io.postern.server.endpoint;

import io.postern.server.connection.ledger.ConnectionLedger;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.endpoint.CreatePrivateEndpoint.Decided;
import io.postern.server.endpoint.CreatePrivateEndpoint.Request;
import io.postern.server.endpoint.address.MemberConfigurations;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.store.WriteTx;
import java.util.List;

/** An endpoint that may be, with what comes into being with it: an interface and a connection. */
final class NewEndpoint {
  private final IdSource ids;

  NewEndpoint(IdSource ids) {
    this.ids = ids;
  }

  /**
   * Stores what was decided of a request; returns the endpoint.
   *
   * @param members what of the target has which addresses
   */
  PrivateEndpoint store(
      WriteTx tx,
      RequestContext context,
      Request request,
      Decided decided,
      List<EndpointMember> members) {
    var connection = connection(tx, request, decided);
    var networkInterface =
        new NetworkInterface(
            interfaceName(request),
            Meta.NEW,
            request.region(),
            request.subnet(),
            request.name(),
            MemberConfigurations.of(members, request.wantedAddresses()));
    var endpoint =
        new PrivateEndpoint(
            request.name(),
            Meta.NEW,
            request.region(),
            request.subnet(),
            decided.target().name(),
            request.alias(),
            request.connectionName().isEmpty() ? request.name().id() : request.connectionName(),
            request.groupIds(),
            request.requestMessage(),
            request.manual(),
            request.managedBy(),
            request.wantedAddresses(),
            request.customNetworkInterfaceName(),
            request.applicationSecurityGroups(),
            request.ipVersions(),
            members,
            networkInterface.name(),
            ConnectionLedger.summary(connection),
            request.tags());
    var created = tx.create(endpoint, "created");
    tx.create(networkInterface, "created with " + request.name().id());
    ConnectionLedger.open(tx, context, connection, request.requestMessage());
    return created;
  }

  private Connection connection(WriteTx tx, Request request, Decided decided) {
    var id = request.name().id() + "." + ids.nextUuid();
    var name =
        Connection.KIND.require(
            decided.target().name().child("privateEndpointConnections", id), "private_endpoint_id");
    var description = decided.state().label() == Label.APPROVED ? "Approved automatically" : "";
    return new Connection(
        name,
        Meta.NEW,
        request.name(),
        request.region(),
        decided.subscription().tenant(),
        request.subnet().parent(),
        request.managedBy(),
        request.groupIds(),
        linkIdentifier(tx),
        decided.state(),
        description,
        request.requestMessage());
  }

  /** Drawn again while it is taken or rests: there are some four thousand million of them. */
  private int linkIdentifier(WriteTx tx) {
    while (true) {
      int drawn = ids.nextLinkIdentifier();
      var hold = Connection.linkIdentifierHold(drawn);
      if (tx.holder(hold.space(), hold.value()).isEmpty() && !tx.isResting(hold)) return drawn;
    }
  }

  private static ResourceName interfaceName(Request request) {
    var id =
        request.customNetworkInterfaceName().isEmpty()
            ? request.name().id() + ".nic"
            : request.customNetworkInterfaceName();
    return NetworkInterface.KIND.name(
        request.name().resourceGroup().orElseThrow(),
        id,
        "private_endpoint.custom_network_interface_name");
  }
}

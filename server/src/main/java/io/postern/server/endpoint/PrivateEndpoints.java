package io.postern.server.endpoint;

import io.postern.server.config.ServerSettings.StoreSettings;
import io.postern.server.connection.ledger.ConnectionLedger;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionCommand.Resubmit;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.connection.model.Trail;
import io.postern.server.endpoint.address.MemberAddresses;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.Scope;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.zone.model.ZoneGroup;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** What the owner of an endpoint does with it after it was created. */
final class PrivateEndpoints {
  /** An endpoint has one zone group; the limit only bounds the look-up. */
  private static final int MAX_GROUPS = 10;

  private final PermittedResources permitted;
  private final Admissions admissions;
  private final GroupMembership membership;
  private final StoreSettings settings;

  @Inject
  PrivateEndpoints(
      PermittedResources permitted,
      Admissions admissions,
      GroupMembership membership,
      StoreSettings settings) {
    this.permitted = permitted;
    this.admissions = admissions;
    this.membership = membership;
    this.settings = settings;
  }

  /** Changes the security groups and tags; everything else is settled at create. */
  PrivateEndpoint update(
      WriteTx tx,
      RequestContext context,
      ResourceName name,
      String etag,
      List<ResourceName> groups,
      Map<String, String> tags) {
    var current = permitted.get(tx, context, PrivateEndpoint.KIND, "write", name, etag);
    membership.require(tx, context, groups, current.region());
    membership.requireRoom(
        tx,
        groups.stream()
            .filter(group -> !current.applicationSecurityGroups().contains(group))
            .toList());
    return tx.update(current.with(groups, tags), "updated");
  }

  /** Deletes the endpoint in any state, with its interface, zone group and connection. */
  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var endpoint = permitted.get(tx, context, PrivateEndpoint.KIND, "delete", name, etag);
    var why = "deleted with " + name.id();
    for (var group : tx.list(ZoneGroup.KIND, Scope.under(name), "", MAX_GROUPS))
      tx.delete(group, why);
    tx.find(Connection.KIND, endpoint.connection().name())
        .ifPresent(connection -> ConnectionLedger.close(tx, connection, why));
    tx.find(NetworkInterface.KIND, endpoint.networkInterface())
        .ifPresent(nic -> tx.delete(nic, why));
    MemberAddresses.release(
        tx, endpoint.subnet(), endpoint.members(), settings.addressQuarantine());
    tx.delete(endpoint, "deleted");
  }

  /** Asks again after a rejection; decided as at create. */
  PrivateEndpoint resubmit(
      WriteTx tx, RequestContext context, ResourceName name, String etag, String requestMessage) {
    var endpoint = permitted.get(tx, context, PrivateEndpoint.KIND, "write", name, etag);
    var connection = tx.get(Connection.KIND, endpoint.connection().name());
    // Only a rejected connection asks its target; for the others the machine says why not.
    var admitted =
        connection.state().label() == Label.REJECTED
            ? admission(tx, context, endpoint, requestMessage)
            : connection.state();
    if (!requestMessage.isEmpty()) {
      tx.update(endpoint.withRequestMessage(requestMessage), "request message");
      connection = tx.update(connection.withRequestMessage(requestMessage), "request message");
    }
    var words = admitted.label() == Label.APPROVED ? "Approved automatically" : "";
    ConnectionLedger.move(
        tx, context, connection, new Resubmit(admitted), words, connection.requestMessage());
    return tx.get(PrivateEndpoint.KIND, name);
  }

  private ConnectionState admission(
      WriteTx tx, RequestContext context, PrivateEndpoint endpoint, String requestMessage) {
    var subscription = tx.get(Subscription.KIND, endpoint.name().subscription().orElseThrow());
    var target = Target.open(tx, endpoint.target(), subscription.name(), "name");
    target.requireMessage(requestMessage, "request_message");
    return admissions.decide(
        tx,
        context,
        target,
        endpoint.manual(),
        Admissions.party(subscription, endpoint.virtualNetwork(), endpoint.managedBy()),
        Trail.NONE);
  }
}

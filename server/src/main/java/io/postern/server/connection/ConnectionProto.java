package io.postern.server.connection;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.connection.ledger.TransitionProto;
import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.store.ReadTx;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.ProvisioningState;

/** From the model's connections to the API's. */
final class ConnectionProto {
  /** How many moves a connection shows; its journal keeps them all. */
  static final int HISTORY_SHOWN = 100;

  private ConnectionProto() {}

  static PrivateEndpointConnection of(ReadTx tx, Connection connection) {
    var state = connection.state();
    var message =
        PrivateEndpointConnection.newBuilder()
            .setName(connection.name().text())
            .setUid(connection.meta().uid())
            .setEtag(connection.meta().etag())
            .setCreateTime(timestamp(connection.meta().createTime()))
            .setUpdateTime(timestamp(connection.meta().updateTime()))
            .setPrivateEndpoint(connection.endpoint().text())
            .setPrivateEndpointLocation(connection.endpointRegion())
            .setTarget(connection.target().text())
            .addAllGroupIds(connection.groupIds())
            .setLinkIdentifier(connection.linkIdentifier())
            .setState(TransitionProto.state(state.label()))
            .setDescription(connection.description())
            .setRequestMessage(connection.requestMessage())
            .setActionsRequired(state.action().sentence())
            .setActionCode(TransitionProto.action(state.action()))
            .setSuspended(state.action() == ActionCode.SUSPENDED)
            .setConsumerTenant(connection.consumerTenant())
            .setManagedBy(connection.managedBy())
            .setProvisioningState(ProvisioningState.PROVISIONING_STATE_SUCCEEDED);
    if (state instanceof ConnectionState.Pending pending) {
      pending.due().ifPresent(due -> message.setPendingExpireTime(timestamp(due)));
    }
    if (state instanceof ConnectionState.Approved approved) {
      approved.due().ifPresent(due -> message.setApprovedUntil(timestamp(due)));
    }
    for (var entry : tx.entries(connection.name(), HISTORY_SHOWN).reversed())
      message.addHistory(TransitionProto.of(entry));
    return message.build();
  }
}

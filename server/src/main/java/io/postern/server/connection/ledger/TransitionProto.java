package io.postern.server.connection.ledger;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.store.ReadTx.Entry;
import io.postern.v1.ConnectionState;
import io.postern.v1.PrivateEndpointConnection;

/** From the lines of a connection's journal, and the words in them, to the API's. */
public final class TransitionProto {
  private TransitionProto() {}

  public static PrivateEndpointConnection.Transition of(Entry entry) {
    var move = Transitions.parse(entry);
    return PrivateEndpointConnection.Transition.newBuilder()
        .setPreviousState(
            move.previous()
                .map(TransitionProto::state)
                .orElse(ConnectionState.CONNECTION_STATE_UNSPECIFIED))
        .setState(state(move.state()))
        .setTime(timestamp(move.time()))
        .setActor(move.actor())
        .setReason(move.reason())
        .setActionCode(action(move.action()))
        .setSuspended(move.suspended())
        .setRevisionToken(entry.revision().token())
        .build();
  }

  public static ConnectionState state(Label label) {
    return switch (label) {
      case PENDING -> ConnectionState.CONNECTION_STATE_PENDING;
      case APPROVED -> ConnectionState.CONNECTION_STATE_APPROVED;
      case REJECTED -> ConnectionState.CONNECTION_STATE_REJECTED;
      case DISCONNECTED -> ConnectionState.CONNECTION_STATE_DISCONNECTED;
    };
  }

  public static io.postern.v1.ActionCode action(ActionCode code) {
    return io.postern.v1.ActionCode.valueOf("ACTION_CODE_" + code.name());
  }
}

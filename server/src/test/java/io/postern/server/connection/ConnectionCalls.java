package io.postern.server.connection;

import com.google.protobuf.Timestamp;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.ApproveConnectionResponse;
import io.postern.v1.DeletePrivateEndpointConnectionRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.GetPrivateEndpointConnectionRequest;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.PrivateEndpointConnection.Transition;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc.PrivateEndpointConnectionServiceBlockingStub;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc.PrivateEndpointServiceBlockingStub;
import io.postern.v1.RejectConnectionRequest;
import io.postern.v1.RejectConnectionResponse;
import io.postern.v1.ResubmitPrivateEndpointRequest;
import io.postern.v1.ResumeConnectionRequest;
import io.postern.v1.SuspendConnectionRequest;
import java.util.List;

/** What one person does with connections, and what a connection looks like as text. */
final class ConnectionCalls {
  final PrivateEndpointConnectionServiceBlockingStub connections;
  final PrivateEndpointServiceBlockingStub endpoints;

  private ConnectionCalls(
      PrivateEndpointConnectionServiceBlockingStub connections,
      PrivateEndpointServiceBlockingStub endpoints) {
    this.connections = connections;
    this.endpoints = endpoints;
  }

  static ConnectionCalls as(String principal, ControlPlane plane) {
    return new ConnectionCalls(
        plane.stubAs(principal, PrivateEndpointConnectionServiceGrpc::newBlockingStub),
        plane.stubAs(principal, PrivateEndpointServiceGrpc::newBlockingStub));
  }

  static ConnectionCalls asAdministrator(ControlPlane plane) {
    return new ConnectionCalls(
        plane.stub(PrivateEndpointConnectionServiceGrpc::newBlockingStub),
        plane.stub(PrivateEndpointServiceGrpc::newBlockingStub));
  }

  ApproveConnectionResponse approve(String name, String words) {
    return approve(
        ApproveConnectionRequest.newBuilder().setName(name).setDescription(words).build());
  }

  ApproveConnectionResponse approveUntil(String name, Timestamp until) {
    return approve(
        ApproveConnectionRequest.newBuilder().setName(name).setApprovedUntil(until).build());
  }

  ApproveConnectionResponse approve(ApproveConnectionRequest request) {
    return connections.approveConnection(request);
  }

  RejectConnectionResponse reject(String name, String words) {
    return connections.rejectConnection(
        RejectConnectionRequest.newBuilder().setName(name).setDescription(words).build());
  }

  PrivateEndpointConnection suspend(String name, String words) {
    return connections
        .suspendConnection(
            SuspendConnectionRequest.newBuilder().setName(name).setDescription(words).build())
        .getPrivateEndpointConnection();
  }

  PrivateEndpointConnection resume(String name, String words) {
    return connections
        .resumeConnection(
            ResumeConnectionRequest.newBuilder().setName(name).setDescription(words).build())
        .getPrivateEndpointConnection();
  }

  /** Ends a connection and returns the revision at which it ended. */
  String disconnect(String name, String words) {
    return connections
        .deletePrivateEndpointConnection(
            DeletePrivateEndpointConnectionRequest.newBuilder()
                .setName(name)
                .setReason(words)
                .build())
        .getRevisionToken();
  }

  PrivateEndpointConnection get(String name) {
    return connections
        .getPrivateEndpointConnection(
            GetPrivateEndpointConnectionRequest.newBuilder().setName(name).build())
        .getPrivateEndpointConnection();
  }

  List<PrivateEndpointConnection> list(ListPrivateEndpointConnectionsRequest.Builder request) {
    return connections
        .listPrivateEndpointConnections(request.build())
        .getPrivateEndpointConnectionsList();
  }

  List<String> names(String target) {
    return list(ListPrivateEndpointConnectionsRequest.newBuilder().setParent(target)).stream()
        .map(PrivateEndpointConnection::getName)
        .toList();
  }

  PrivateEndpoint resubmit(PrivateEndpoint endpoint, String message) {
    return endpoints
        .resubmitPrivateEndpoint(
            ResubmitPrivateEndpointRequest.newBuilder()
                .setName(endpoint.getName())
                .setRequestMessage(message)
                .build())
        .getPrivateEndpoint();
  }

  /** Deletes an endpoint and returns the revision at which it was gone. */
  String delete(PrivateEndpoint endpoint) {
    return endpoints
        .deletePrivateEndpoint(
            DeletePrivateEndpointRequest.newBuilder().setName(endpoint.getName()).build())
        .getRevisionToken();
  }

  /** The connection behind an endpoint, by its name at the target. */
  PrivateEndpointConnection of(PrivateEndpoint endpoint) {
    return get(Lab.connectionOf(endpoint));
  }

  /** The history in lines such as {@code PENDING > APPROVED NONE by alice@fabrikam: fine}. */
  static List<String> story(PrivateEndpointConnection connection) {
    return connection.getHistoryList().stream().map(ConnectionCalls::line).toList();
  }

  private static String line(Transition move) {
    return bare(move.getPreviousState().name(), "CONNECTION_STATE_")
        + " > "
        + bare(move.getState().name(), "CONNECTION_STATE_")
        + " "
        + bare(move.getActionCode().name(), "ACTION_CODE_")
        + " by "
        + move.getActor()
        + ": "
        + move.getReason();
  }

  /** State and code, as both sides must show them: {@code REJECTED CONNECTION_REJECTED: no}. */
  static String shown(PrivateEndpointConnection connection) {
    return bare(connection.getState().name(), "CONNECTION_STATE_")
        + " "
        + bare(connection.getActionCode().name(), "ACTION_CODE_")
        + ": "
        + connection.getDescription();
  }

  static String shown(PrivateEndpoint endpoint) {
    var status = endpoint.getConnectionStatus();
    return bare(status.getState().name(), "CONNECTION_STATE_")
        + " "
        + bare(status.getActionCode().name(), "ACTION_CODE_")
        + ": "
        + status.getDescription();
  }

  private static String bare(String constant, String prefix) {
    return constant.substring(prefix.length());
  }
}

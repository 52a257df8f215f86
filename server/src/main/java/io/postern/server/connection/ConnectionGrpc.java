package io.postern.server.connection;

import io.grpc.stub.StreamObserver;
import io.postern.server.connection.ledger.TransitionProto;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionCommand;
import io.postern.server.connection.model.ConnectionCommand.Reject;
import io.postern.server.connection.model.ConnectionCommand.Resume;
import io.postern.server.connection.model.ConnectionCommand.Suspend;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.store.WriteTx;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.ApproveConnectionResponse;
import io.postern.v1.DeletePrivateEndpointConnectionRequest;
import io.postern.v1.DeletePrivateEndpointConnectionResponse;
import io.postern.v1.GetPrivateEndpointConnectionRequest;
import io.postern.v1.GetPrivateEndpointConnectionResponse;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.ListPrivateEndpointConnectionsResponse;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc.PrivateEndpointConnectionServiceImplBase;
import io.postern.v1.RejectConnectionRequest;
import io.postern.v1.RejectConnectionResponse;
import io.postern.v1.ResumeConnectionRequest;
import io.postern.v1.ResumeConnectionResponse;
import io.postern.v1.SuspendConnectionRequest;
import io.postern.v1.SuspendConnectionResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Connections over gRPC. */
final class ConnectionGrpc extends PrivateEndpointConnectionServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final Connections connections;

  @Inject
  ConnectionGrpc(Calls calls, ResourceReads reads, Connections connections) {
    this.calls = calls;
    this.reads = reads;
    this.connections = connections;
  }

  @Override
  public void getPrivateEndpointConnection(
      GetPrivateEndpointConnectionRequest request,
      StreamObserver<GetPrivateEndpointConnectionResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var connection = reads.get(tx, context, Connection.KIND, request.getName());
          return GetPrivateEndpointConnectionResponse.newBuilder()
              .setPrivateEndpointConnection(ConnectionProto.of(tx, connection))
              .build();
        });
  }

  @Override
  public void listPrivateEndpointConnections(
      ListPrivateEndpointConnectionsRequest request,
      StreamObserver<ListPrivateEndpointConnectionsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  Connection.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken(),
                  filter(request));
          return ListPrivateEndpointConnectionsResponse.newBuilder()
              .addAllPrivateEndpointConnections(
                  page.map(connection -> ConnectionProto.of(tx, connection)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  private static Predicate<Connection> filter(ListPrivateEndpointConnectionsRequest request) {
    var states = new HashSet<io.postern.v1.ConnectionState>();
    for (var state : request.getStatesList()) states.add(Protos.known(state, "states"));
    var endpoint =
        request.getPrivateEndpoint().isEmpty()
            ? Optional.<ResourceName>empty()
            : Optional.of(
                PrivateEndpoint.KIND.parse(request.getPrivateEndpoint(), "private_endpoint"));
    return connection ->
        (states.isEmpty() || states.contains(TransitionProto.state(connection.state().label())))
            && (endpoint.isEmpty() || endpoint.get().equals(connection.endpoint()));
  }

  @Override
  public void approveConnection(
      ApproveConnectionRequest request, StreamObserver<ApproveConnectionResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var moved =
              connections.approve(
                  tx,
                  context,
                  name(request.getName()),
                  request.getEtag(),
                  request.getDescription(),
                  until(request));
          return ApproveConnectionResponse.newBuilder()
              .setPrivateEndpointConnection(ConnectionProto.of(tx, moved))
              .build();
        });
  }

  private static Optional<Instant> until(ApproveConnectionRequest request) {
    return request.hasApprovedUntil()
        ? Optional.of(Protos.instant(request.getApprovedUntil(), "approved_until"))
        : Optional.empty();
  }

  @Override
  public void rejectConnection(
      RejectConnectionRequest request, StreamObserver<RejectConnectionResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        move(new Reject(), request.getName(), request.getEtag(), request.getDescription()),
        shown -> RejectConnectionResponse.newBuilder().setPrivateEndpointConnection(shown).build());
  }

  @Override
  public void suspendConnection(
      SuspendConnectionRequest request, StreamObserver<SuspendConnectionResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        move(new Suspend(), request.getName(), request.getEtag(), request.getDescription()),
        shown ->
            SuspendConnectionResponse.newBuilder().setPrivateEndpointConnection(shown).build());
  }

  @Override
  public void resumeConnection(
      ResumeConnectionRequest request, StreamObserver<ResumeConnectionResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        move(new Resume(), request.getName(), request.getEtag(), request.getDescription()),
        shown -> ResumeConnectionResponse.newBuilder().setPrivateEndpointConnection(shown).build());
  }

  private BiFunction<WriteTx, RequestContext, PrivateEndpointConnection> move(
      ConnectionCommand command, String name, String etag, String description) {
    return (tx, context) ->
        ConnectionProto.of(
            tx, connections.move(tx, context, name(name), etag, command, description));
  }

  @Override
  public void deletePrivateEndpointConnection(
      DeletePrivateEndpointConnectionRequest request,
      StreamObserver<DeletePrivateEndpointConnectionResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          connections.delete(
              tx, context, name(request.getName()), request.getEtag(), request.getReason());
          return DeletePrivateEndpointConnectionResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return Connection.KIND.parse(text, "name");
  }
}

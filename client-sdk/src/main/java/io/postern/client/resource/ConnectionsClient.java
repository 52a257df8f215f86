package io.postern.client.resource;

import com.google.protobuf.Timestamp;
import io.postern.client.call.Listing;
import io.postern.client.call.WriteOptions;
import io.postern.client.call.Written;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Caller;
import io.postern.client.internal.ResourceMethods;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.ConnectionState;
import io.postern.v1.DeletePrivateEndpointConnectionRequest;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.RejectConnectionRequest;
import io.postern.v1.ResumeConnectionRequest;
import io.postern.v1.SuspendConnectionRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Connections from the side of their targets, whose owner decides about them. A connection comes
 * into being with its private endpoint and goes with it; in between it moves by the verbs here.
 *
 * <p>Names are {@code {target}/privateEndpointConnections/{endpoint}.{guid}}. Each verb fails with
 * {@link PosternException.FailedPrecondition} when the state does not allow it, and changes nothing
 * when the connection is where the verb would take it. When one returns, DNS on that server answers
 * accordingly.
 */
public final class ConnectionsClient extends ReadClient<PrivateEndpointConnection> {
  private static final ResourceMethods<PrivateEndpointConnection> METHODS =
      new ResourceMethods<>(
          PrivateEndpointConnectionServiceGrpc.getServiceDescriptor(),
          PrivateEndpointConnection.getDefaultInstance());

  /** Made by {@link io.postern.client.PosternClient}. */
  public ConnectionsClient(Caller caller) {
    super(caller, METHODS);
  }

  /**
   * Lists the connections to a target, or to all targets of a resource group or subscription.
   *
   * @param states only those in one of these states; empty for all
   */
  public Listing<PrivateEndpointConnection> list(String parent, List<ConnectionState> states) {
    return list(parent, states, "");
  }

  /**
   * Lists the connections to a target, or to all targets of a resource group or subscription.
   *
   * @param states only those in one of these states; empty for all
   * @param privateEndpoint only the connection of this private endpoint; empty for all
   */
  public Listing<PrivateEndpointConnection> list(
      String parent, List<ConnectionState> states, String privateEndpoint) {
    return listing(
        ListPrivateEndpointConnectionsRequest.newBuilder()
            .setParent(parent)
            .addAllStates(states)
            .setPrivateEndpoint(privateEndpoint)
            .build());
  }

  /** Approves a connection without end: from now on it carries traffic. */
  public Written<PrivateEndpointConnection> approve(String name, String description) {
    return approve(name, description, WriteOptions.DEFAULT);
  }

  /** Approves a connection without end: from now on it carries traffic. */
  public Written<PrivateEndpointConnection> approve(
      String name, String description, WriteOptions options) {
    return approve(approval(name, description, options).build(), options);
  }

  /**
   * Approves a connection for a time.
   *
   * @param description a word to the other side, up to 140 characters
   * @param until when the approval ends by itself and the connection becomes rejected
   */
  public Written<PrivateEndpointConnection> approveUntil(
      String name, String description, Instant until, WriteOptions options) {
    var end = Timestamp.newBuilder().setSeconds(until.getEpochSecond()).setNanos(until.getNano());
    return approve(approval(name, description, options).setApprovedUntil(end).build(), options);
  }

  private static ApproveConnectionRequest.Builder approval(
      String name, String description, WriteOptions options) {
    return ApproveConnectionRequest.newBuilder()
        .setName(name)
        .setEtag(options.etag())
        .setRequestId(options.requestIdOrNew())
        .setValidateOnly(options.validateOnly())
        .setDescription(description);
  }

  private Written<PrivateEndpointConnection> approve(
      ApproveConnectionRequest request, WriteOptions options) {
    var method = PrivateEndpointConnectionServiceGrpc.getApproveConnectionMethod();
    var answer = caller.write(method, request, options);
    return new Written<>(
        answer.getPrivateEndpointConnection(),
        answer.getRevisionToken(),
        answer.hasPlan() ? Optional.of(answer.getPlan()) : Optional.empty());
  }

  /** Rejects a pending or approved connection. */
  public Written<PrivateEndpointConnection> reject(String name, String description) {
    return reject(name, description, WriteOptions.DEFAULT);
  }

  /** Rejects a pending or approved connection. The endpoint keeps its address. */
  public Written<PrivateEndpointConnection> reject(
      String name, String description, WriteOptions options) {
    var request =
        RejectConnectionRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setDescription(description)
            .build();
    var method = PrivateEndpointConnectionServiceGrpc.getRejectConnectionMethod();
    var answer = caller.write(method, request, options);
    return new Written<>(
        answer.getPrivateEndpointConnection(),
        answer.getRevisionToken(),
        answer.hasPlan() ? Optional.of(answer.getPlan()) : Optional.empty());
  }

  /** Suspends an approved connection. */
  public Written<PrivateEndpointConnection> suspend(String name, String description) {
    return suspend(name, description, WriteOptions.DEFAULT);
  }

  /** Suspends an approved connection: it keeps addresses and approval, but carries no traffic. */
  public Written<PrivateEndpointConnection> suspend(
      String name, String description, WriteOptions options) {
    var request =
        SuspendConnectionRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setDescription(description)
            .build();
    var method = PrivateEndpointConnectionServiceGrpc.getSuspendConnectionMethod();
    var answer = caller.write(method, request, options);
    return new Written<>(
        answer.getPrivateEndpointConnection(),
        answer.getRevisionToken(),
        answer.hasPlan() ? Optional.of(answer.getPlan()) : Optional.empty());
  }

  /** Resumes a suspended connection. */
  public Written<PrivateEndpointConnection> resume(String name, String description) {
    return resume(name, description, WriteOptions.DEFAULT);
  }

  /** Resumes a suspended connection: it carries traffic again. */
  public Written<PrivateEndpointConnection> resume(
      String name, String description, WriteOptions options) {
    var request =
        ResumeConnectionRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setDescription(description)
            .build();
    var method = PrivateEndpointConnectionServiceGrpc.getResumeConnectionMethod();
    var answer = caller.write(method, request, options);
    return new Written<>(
        answer.getPrivateEndpointConnection(),
        answer.getRevisionToken(),
        answer.hasPlan() ? Optional.of(answer.getPlan()) : Optional.empty());
  }

  /** Deletes the target's side of a connection. */
  public String delete(String name, String reason) {
    return delete(name, reason, WriteOptions.DEFAULT);
  }

  /**
   * Deletes the target's side of a connection, in any state. The endpoint sees it as disconnected,
   * for which there is no way back.
   *
   * @param reason why, for the history and the other side
   * @return the revision token of the deletion, opaque
   */
  public String delete(String name, String reason, WriteOptions options) {
    var request =
        DeletePrivateEndpointConnectionRequest.newBuilder()
            .setName(name)
            .setEtag(options.etag())
            .setRequestId(options.requestIdOrNew())
            .setValidateOnly(options.validateOnly())
            .setReason(reason)
            .build();
    var method = PrivateEndpointConnectionServiceGrpc.getDeletePrivateEndpointConnectionMethod();
    return caller.write(method, request, options).getRevisionToken();
  }
}

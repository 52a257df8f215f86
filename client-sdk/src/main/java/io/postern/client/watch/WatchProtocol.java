package io.postern.client.watch;

import com.google.protobuf.Duration;
import io.grpc.MethodDescriptor;
import io.postern.v1.Change;
import io.postern.v1.ConnectionChange;
import io.postern.v1.WatchConnectionsRequest;
import io.postern.v1.WatchConnectionsResponse;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;
import java.util.List;

/**
 * One of the two watch methods of the API, so that resuming is written once for both.
 *
 * @param <Q> its request
 * @param <A> its messages
 * @param <C> the changes in them
 */
interface WatchProtocol<Q, A, C> {
  WatchProtocol<WatchRequest, WatchResponse, Change> RESOURCES = new Resources();
  WatchProtocol<WatchConnectionsRequest, WatchConnectionsResponse, ConnectionChange> CONNECTIONS =
      new Connections();

  /** How often the server sends checkpoints when the request does not say. */
  java.time.Duration DEFAULT_CHECKPOINT_INTERVAL = java.time.Duration.ofSeconds(1);

  MethodDescriptor<Q, A> method();

  /** The request to begin at {@code resumeToken}; with a snapshot when that is empty. */
  Q resumedAt(Q request, String resumeToken);

  String resumeToken(Q request);

  java.time.Duration checkpointInterval(Q request);

  Message<C> read(A answer);

  /** A message of a watch. */
  record Message<C>(WatchMessageKind kind, List<C> changes, WatchPosition position) {}

  private static java.time.Duration interval(boolean given, Duration proto) {
    return given
        ? java.time.Duration.ofSeconds(proto.getSeconds(), proto.getNanos())
        : DEFAULT_CHECKPOINT_INTERVAL;
  }

  /** Watch. */
  final class Resources implements WatchProtocol<WatchRequest, WatchResponse, Change> {
    @Override
    public MethodDescriptor<WatchRequest, WatchResponse> method() {
      return WatchServiceGrpc.getWatchMethod();
    }

    @Override
    public WatchRequest resumedAt(WatchRequest request, String resumeToken) {
      return request.toBuilder().setResumeToken(resumeToken).build();
    }

    @Override
    public String resumeToken(WatchRequest request) {
      return request.getResumeToken();
    }

    @Override
    public java.time.Duration checkpointInterval(WatchRequest request) {
      return interval(request.hasCheckpointInterval(), request.getCheckpointInterval());
    }

    @Override
    public Message<Change> read(WatchResponse answer) {
      var position = new WatchPosition(answer.getResumeToken(), answer.getRevisionToken());
      return new Message<>(answer.getKind(), answer.getChangesList(), position);
    }
  }

  /** WatchConnections. */
  final class Connections
      implements WatchProtocol<
          WatchConnectionsRequest, WatchConnectionsResponse, ConnectionChange> {
    @Override
    public MethodDescriptor<WatchConnectionsRequest, WatchConnectionsResponse> method() {
      return WatchServiceGrpc.getWatchConnectionsMethod();
    }

    @Override
    public WatchConnectionsRequest resumedAt(WatchConnectionsRequest request, String resumeToken) {
      return request.toBuilder().setResumeToken(resumeToken).build();
    }

    @Override
    public String resumeToken(WatchConnectionsRequest request) {
      return request.getResumeToken();
    }

    @Override
    public java.time.Duration checkpointInterval(WatchConnectionsRequest request) {
      return interval(request.hasCheckpointInterval(), request.getCheckpointInterval());
    }

    @Override
    public Message<ConnectionChange> read(WatchConnectionsResponse answer) {
      var position = new WatchPosition(answer.getResumeToken(), answer.getRevisionToken());
      return new Message<>(answer.getKind(), answer.getChangesList(), position);
    }
  }
}

package io.postern.server.watch;

import com.google.protobuf.Message;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ErrorMapper;
import io.postern.server.rpc.RevisionWaits;
import io.postern.server.store.ChangeLog;
import io.postern.v1.WatchConnectionsRequest;
import io.postern.v1.WatchConnectionsResponse;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc.WatchServiceImplBase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Watches over gRPC: from a request to a stream that serves itself. */
final class WatchGrpc extends WatchServiceImplBase {
  /** How long a watch that another server began may have to wait for this one to come so far. */
  private static final Duration REACHED_WITHIN = Duration.ofSeconds(2);

  private final Calls calls;
  private final Policy policy;
  private final ChangeLog log;
  private final WatchHub hub;
  private final OpenWatches watches;
  private final RevisionWaits waits;

  @Inject
  WatchGrpc(
      Calls calls,
      Policy policy,
      ChangeLog log,
      WatchHub hub,
      OpenWatches watches,
      RevisionWaits waits) {
    this.calls = calls;
    this.policy = policy;
    this.log = log;
    this.hub = hub;
    this.watches = watches;
    this.waits = waits;
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> out) {
    try {
      var feed = WatchRequests.feed(request, viewer());
      serve(feed, request.getResumeToken(), WatchRequests.interval(request), out);
    } catch (ControlException e) {
      out.onError(ErrorMapper.map(e));
    }
  }

  @Override
  public void watchConnections(
      WatchConnectionsRequest request, StreamObserver<WatchConnectionsResponse> out) {
    try {
      var feed = WatchRequests.feed(request, viewer());
      serve(feed, request.getResumeToken(), WatchRequests.interval(request), out);
    } catch (ControlException e) {
      out.onError(ErrorMapper.map(e));
    }
  }

  private Viewer viewer() {
    return new Viewer(policy, calls.context().principal());
  }

  private <C extends Message, R> void serve(
      Feed<C, R> feed, String resumeToken, Duration interval, StreamObserver<R> out) {
    var reader = (ServerCallStreamObserver<R>) out;
    var stream = new WatchStream<>(hub, feed, reader, interval, start(feed, resumeToken));
    stream.attach();
    watches.serve(stream);
  }

  private Optional<Revision> start(Feed<?, ?> feed, String resumeToken) {
    if (resumeToken.isEmpty()) return Optional.empty();
    var revision = ResumeToken.parse(resumeToken, feed.digest()).revision();
    // Another server of the same store may be ahead by a moment.
    if (!waits.await(log.progress(), revision, REACHED_WITHIN)) throw notReached(log.last());
    return Optional.of(revision);
  }

  private static ControlException notReached(Revision served) {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                    Reason.REVISION_NOT_REACHED,
                    "The resume token is newer than what this server has; try again in a moment.")
                .with("servedRevision", served.token())));
  }
}

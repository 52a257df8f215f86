package io.postern.server.watch;

import com.google.protobuf.Message;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.kernel.Rights;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ErrorMapper;
import io.postern.server.rpc.RevisionWaits;
import io.postern.server.store.ChangeLog;
import io.postern.server.store.Store;
import io.postern.v1.WatchConnectionsRequest;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchServiceGrpc;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * Watches over gRPC: from a request to a stream that serves itself. The responses are written by
 * the watches and not here, which is why the service binds its methods itself.
 */
final class WatchGrpc implements BindableService {
  /** How long a watch that another server began may have to wait for this one to come so far. */
  private static final Duration REACHED_WITHIN = Duration.ofSeconds(2);

  private final Calls calls;
  private final Policy policy;
  private final Store store;
  private final ChangeLog log;
  private final WatchHub hub;
  private final OpenWatches watches;
  private final RevisionWaits waits;

  @Inject
  WatchGrpc(
      Calls calls,
      Policy policy,
      Store store,
      ChangeLog log,
      WatchHub hub,
      OpenWatches watches,
      RevisionWaits waits) {
    this.calls = calls;
    this.policy = policy;
    this.store = store;
    this.log = log;
    this.hub = hub;
    this.watches = watches;
    this.waits = waits;
  }

  @Override
  public ServerServiceDefinition bindService() {
    var watch = method(WatchServiceGrpc.getWatchMethod(), WatchRequest.getDefaultInstance());
    var watchConnections =
        method(
            WatchServiceGrpc.getWatchConnectionsMethod(),
            WatchConnectionsRequest.getDefaultInstance());
    var service = WatchServiceGrpc.getServiceDescriptor();
    return ServerServiceDefinition.builder(
            ServiceDescriptor.newBuilder(service.getName())
                .setSchemaDescriptor(service.getSchemaDescriptor())
                .addMethod(watch)
                .addMethod(watchConnections)
                .build())
        .addMethod(watch, ServerCalls.asyncServerStreamingCall(this::watch))
        .addMethod(watchConnections, ServerCalls.asyncServerStreamingCall(this::watchConnections))
        .build();
  }

  private static <Q extends Message> MethodDescriptor<Q, Frame> method(
      MethodDescriptor<Q, ?> generated, Q request) {
    return generated.toBuilder(ProtoUtils.marshaller(request), new Frame.Marshaller()).build();
  }

  private void watch(WatchRequest request, StreamObserver<Frame> out) {
    try {
      var feed = WatchRequests.feed(request, viewer());
      serve(feed, request.getResumeToken(), WatchRequests.interval(request), out);
    } catch (ControlException e) {
      out.onError(ErrorMapper.map(e));
    }
  }

  private void watchConnections(WatchConnectionsRequest request, StreamObserver<Frame> out) {
    try {
      var feed = WatchRequests.feed(request, viewer());
      serve(feed, request.getResumeToken(), WatchRequests.interval(request), out);
    } catch (ControlException e) {
      out.onError(ErrorMapper.map(e));
    }
  }

  private Viewer viewer() {
    var principal = calls.context().principal();
    return principal.isAdministrator()
        ? new Viewer(policy, principal, Rights.ALL)
        : store.read(tx -> Viewer.of(tx, policy, principal));
  }

  private void serve(Feed feed, String resumeToken, Duration interval, StreamObserver<Frame> out) {
    var reader = (ServerCallStreamObserver<Frame>) out;
    var start = start(feed, resumeToken);
    var stream = new WatchStream(hub, feed, reader, interval, start, watches::ended);
    stream.attach();
    watches.serve(stream);
  }

  private Optional<Revision> start(Feed feed, String resumeToken) {
    if (resumeToken.isEmpty()) return Optional.empty();
    var revision =
        ResumeToken.parse(resumeToken, feed.digest(), feed.viewer().rightsDigest()).revision();
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

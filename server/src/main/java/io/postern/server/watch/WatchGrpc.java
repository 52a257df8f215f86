package io.postern.server.watch;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ErrorMapper;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ChangeLog;
import io.postern.v1.ResourceKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc.WatchServiceImplBase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Watches over gRPC: from a request to a stream that serves itself. */
final class WatchGrpc extends WatchServiceImplBase {
  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  static final Duration LONGEST_INTERVAL = Duration.ofSeconds(60);

  private final Calls calls;
  private final Policy policy;
  private final ChangeLog log;
  private final WatchHub hub;
  private final OpenWatches watches;

  @Inject
  WatchGrpc(Calls calls, Policy policy, ChangeLog log, WatchHub hub, OpenWatches watches) {
    this.calls = calls;
    this.policy = policy;
    this.log = log;
    this.hub = hub;
    this.watches = watches;
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> out) {
    try {
      var filter =
          WatchFilter.of(
              kinds(request.getKindsList()),
              request.getParent(),
              request.getNamePrefix(),
              names(request.getNamesList()));
      var feed = ResourceFeed.of(filter, viewer(), request.getIncludePrevious());
      var interval = interval(request.hasCheckpointInterval(), request.getCheckpointInterval());
      serve(feed, request.getResumeToken(), interval, out);
    } catch (ControlException e) {
      out.onError(ErrorMapper.map(e));
    }
  }

  private <C extends com.google.protobuf.Message, R> void serve(
      Feed<C, R> feed, String resumeToken, Duration interval, StreamObserver<R> out) {
    var stream =
        new WatchStream<>(
            hub, feed, (ServerCallStreamObserver<R>) out, interval, start(feed, resumeToken));
    stream.attach();
    watches.serve(stream);
  }

  private Viewer viewer() {
    return new Viewer(policy, calls.context().principal());
  }

  private Optional<Revision> start(Feed<?, ?> feed, String resumeToken) {
    if (resumeToken.isEmpty()) return Optional.empty();
    var revision = ResumeToken.parse(resumeToken, feed.digest()).revision();
    if (revision.isAfter(log.last())) throw notReached(log.last());
    return Optional.of(revision);
  }

  private static ControlException notReached(Revision served) {
    return ControlException.of(
        new ControlError.Unavailable(
            Problem.of(
                    Reason.REVISION_NOT_REACHED,
                    "The resume token is newer than what this server has; try again in a moment.")
                .with("served_revision", served.token())));
  }

  private static Set<ResourceKind> kinds(List<ResourceKind> wanted) {
    var kinds = EnumSet.noneOf(ResourceKind.class);
    for (int i = 0; i < wanted.size(); i++) {
      var field = "kinds[" + i + "]";
      var kind = Protos.known(wanted.get(i), field);
      if (kind == ResourceKind.RESOURCE_KIND_UNSPECIFIED) {
        throw ControlException.invalid(
            Reason.INVALID_FIELD, field, "Name a kind, or leave kinds empty to watch all.");
      }
      kinds.add(kind);
    }
    return kinds;
  }

  private static List<ResourceName> names(List<String> wanted) {
    if (wanted.size() > WatchFilter.MAX_NAMES) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "names",
          "A watch takes at most "
              + WatchFilter.MAX_NAMES
              + " names; open several, or watch their parent.");
    }
    var names = new ArrayList<ResourceName>();
    for (int i = 0; i < wanted.size(); i++)
      names.add(ResourceName.parse(wanted.get(i), "names[" + i + "]"));
    return names;
  }

  private static Duration interval(boolean given, com.google.protobuf.Duration wanted) {
    if (!given) return CHECKPOINT_INTERVAL;
    var interval = Protos.duration(wanted);
    if (interval.compareTo(SHORTEST_INTERVAL) >= 0 && interval.compareTo(LONGEST_INTERVAL) <= 0)
      return interval;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        "checkpoint_interval",
        "A checkpoint interval is 100 ms to 60 s; leave it unset for 1 s.");
  }
}

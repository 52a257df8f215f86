package io.postern.client.watch;

import com.google.protobuf.Duration;
import io.postern.v1.ResourceKind;
import io.postern.v1.WatchRequest;
import java.util.List;

/**
 * What to watch, of resources of any kind. Start at {@link #ALL} and narrow it down; what all
 * filters let through is told.
 *
 * @param request the first request of the watch
 */
public record WatchSpec(WatchRequest request) {

  /** Everything the caller may see, beginning with a snapshot. */
  public static final WatchSpec ALL = new WatchSpec(WatchRequest.getDefaultInstance());

  /** Only resources of these kinds. */
  public WatchSpec withKinds(ResourceKind... kinds) {
    return new WatchSpec(request.toBuilder().clearKinds().addAllKinds(List.of(kinds)).build());
  }

  /** Only this subscription, resource group or resource, and what is below it. */
  public WatchSpec withParent(String parent) {
    return new WatchSpec(request.toBuilder().setParent(parent).build());
  }

  /** Only resources whose name begins with this, compared without case. */
  public WatchSpec withNamePrefix(String prefix) {
    return new WatchSpec(request.toBuilder().setNamePrefix(prefix).build());
  }

  /** Only the resources of these names, at most 1000. */
  public WatchSpec withNames(List<String> names) {
    return new WatchSpec(request.toBuilder().clearNames().addAllNames(names).build());
  }

  /** Each change also has the value before it. Default: it does not. */
  public WatchSpec withPreviousValues() {
    return new WatchSpec(request.toBuilder().setIncludePrevious(true).build());
  }

  /**
   * Begins where another watch with the same filters was, and without a snapshot.
   *
   * @param resumeToken of {@link WatchPosition}
   */
  public WatchSpec withResumeToken(String resumeToken) {
    return new WatchSpec(request.toBuilder().setResumeToken(resumeToken).build());
  }

  /**
   * How often the server gives a sign of life when nothing happens: 100 ms to 60 s, default 1 s.
   */
  public WatchSpec withCheckpointInterval(java.time.Duration interval) {
    var proto =
        Duration.newBuilder().setSeconds(interval.getSeconds()).setNanos(interval.getNano());
    return new WatchSpec(request.toBuilder().setCheckpointInterval(proto).build());
  }
}

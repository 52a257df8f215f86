package io.postern.client.watch;

import com.google.protobuf.Duration;
import io.postern.v1.ConnectionState;
import io.postern.v1.WatchConnectionsRequest;
import java.util.List;

/**
 * Which connections to watch. Start at {@link #ALL} and narrow it down; what all filters let
 * through is told.
 *
 * @param request the first request of the watch
 */
public record ConnectionWatchSpec(WatchConnectionsRequest request) {

  /** Every connection the caller may see, beginning with a snapshot. */
  public static final ConnectionWatchSpec ALL =
      new ConnectionWatchSpec(WatchConnectionsRequest.getDefaultInstance());

  /** Only connections to this target, or to the targets in this resource group or subscription. */
  public ConnectionWatchSpec withParent(String parent) {
    return new ConnectionWatchSpec(request.toBuilder().setParent(parent).build());
  }

  /** Only the connection of this private endpoint. */
  public ConnectionWatchSpec withPrivateEndpoint(String privateEndpoint) {
    return new ConnectionWatchSpec(request.toBuilder().setPrivateEndpoint(privateEndpoint).build());
  }

  /** Only connections in one of these states; one that leaves them is told once more. */
  public ConnectionWatchSpec withStates(ConnectionState... states) {
    return new ConnectionWatchSpec(
        request.toBuilder().clearStates().addAllStates(List.of(states)).build());
  }

  /** Each change also has the value before it. Default: it does not. */
  public ConnectionWatchSpec withPreviousValues() {
    return new ConnectionWatchSpec(request.toBuilder().setIncludePrevious(true).build());
  }

  /**
   * Begins where another watch with the same filters was, and without a snapshot.
   *
   * @param resumeToken of {@link WatchPosition}
   */
  public ConnectionWatchSpec withResumeToken(String resumeToken) {
    return new ConnectionWatchSpec(request.toBuilder().setResumeToken(resumeToken).build());
  }

  /**
   * How often the server gives a sign of life when nothing happens: 100 ms to 60 s, default 1 s.
   */
  public ConnectionWatchSpec withCheckpointInterval(java.time.Duration interval) {
    var proto =
        Duration.newBuilder().setSeconds(interval.getSeconds()).setNanos(interval.getNano());
    return new ConnectionWatchSpec(request.toBuilder().setCheckpointInterval(proto).build());
  }
}

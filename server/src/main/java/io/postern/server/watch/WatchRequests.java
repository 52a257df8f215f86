package io.postern.server.watch;

import com.google.protobuf.ProtocolMessageEnum;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Protos;
import io.postern.v1.ConnectionState;
import io.postern.v1.ResourceKind;
import io.postern.v1.WatchConnectionsRequest;
import io.postern.v1.WatchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From the requests of the watch service to what they ask for; refuses what cannot be meant. */
final class WatchRequests {
  static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  static final Duration LONGEST_INTERVAL = Duration.ofSeconds(60);

  private WatchRequests() {}

  static ResourceFeed feed(WatchRequest request, Viewer viewer) {
    var filter =
        WatchFilter.of(
            constants(request.getKindsList(), ResourceKind.RESOURCE_KIND_UNSPECIFIED, "kinds"),
            request.getParent(),
            request.getNamePrefix(),
            names(request.getNamesList()));
    return ResourceFeed.of(filter, viewer, request.getIncludePrevious());
  }

  static ConnectionFeed feed(WatchConnectionsRequest request, Viewer viewer) {
    var filter =
        WatchFilter.of(
            Set.of(ResourceKind.RESOURCE_KIND_PRIVATE_ENDPOINT_CONNECTION),
            request.getParent(),
            "",
            List.of());
    var endpoint =
        request.getPrivateEndpoint().isEmpty()
            ? Optional.<ResourceName>empty()
            : Optional.of(ResourceName.parse(request.getPrivateEndpoint(), "private_endpoint"));
    var states =
        constants(request.getStatesList(), ConnectionState.CONNECTION_STATE_UNSPECIFIED, "states");
    return ConnectionFeed.of(filter, viewer, endpoint, states, request.getIncludePrevious());
  }

  static Duration interval(WatchRequest request) {
    return request.hasCheckpointInterval()
        ? interval(Protos.duration(request.getCheckpointInterval(), "checkpoint_interval"))
        : CHECKPOINT_INTERVAL;
  }

  static Duration interval(WatchConnectionsRequest request) {
    return request.hasCheckpointInterval()
        ? interval(Protos.duration(request.getCheckpointInterval(), "checkpoint_interval"))
        : CHECKPOINT_INTERVAL;
  }

  private static Duration interval(Duration wanted) {
    if (wanted.compareTo(SHORTEST_INTERVAL) >= 0 && wanted.compareTo(LONGEST_INTERVAL) <= 0)
      return wanted;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        "checkpoint_interval",
        "A checkpoint interval is 100 ms to 60 s; leave it unset for 1 s.");
  }

  private static <E extends ProtocolMessageEnum> Set<E> constants(
      List<E> wanted, E unspecified, String field) {
    var constants = new LinkedHashSet<E>();
    for (int i = 0; i < wanted.size(); i++) {
      var place = field + "[" + i + "]";
      if (Protos.known(wanted.get(i), place).equals(unspecified)) {
        throw ControlException.invalid(
            Reason.INVALID_FIELD, place, "Name one, or leave '" + field + "' empty for all.");
      }
      constants.add(wanted.get(i));
    }
    return constants;
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
}

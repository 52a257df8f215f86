package io.postern.server.watch;

import com.google.protobuf.ByteString;
import io.postern.server.kernel.ResourceName;
import io.postern.v1.ConnectionChange;
import io.postern.v1.ConnectionState;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.WatchedResource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a call of {@code WatchConnections} shows: connections whole to the owner of their target,
 * and to the owner of an endpoint who asks for its connection, as {@link ConsumerView} has it.
 *
 * <p>A connection's state decides by what it is now and what it was before, so that a reader of
 * some states learns when one leaves them. That makes the value before necessary even for readers
 * who did not ask for it.
 *
 * @param endpoint the only endpoint wanted; empty for all
 * @param states the states wanted; empty for all
 */
record ConnectionFeed(
    WatchFilter filter,
    Viewer viewer,
    Optional<ResourceName> endpoint,
    Set<ConnectionState> states,
    boolean includePrevious,
    long digest)
    implements Feed {
  static ConnectionFeed of(
      WatchFilter filter,
      Viewer viewer,
      Optional<ResourceName> endpoint,
      Set<ConnectionState> states,
      boolean includePrevious) {
    var text =
        String.join(
            "\n",
            "connections",
            viewer.realm(),
            filter.text(),
            endpoint.map(ResourceName::key).orElse(""),
            states.stream().sorted().map(ConnectionState::name).collect(Collectors.joining(",")));
    return new ConnectionFeed(
        filter, viewer, endpoint, Set.copyOf(states), includePrevious, ResumeToken.digest(text));
  }

  @Override
  public boolean needsPrevious() {
    return true;
  }

  /** The name tells only the target's owner; whose the endpoint is, the content tells. */
  @Override
  public boolean mayShow(WatchedKind kind, ResourceName name, Optional<String> tenant) {
    return filter.covers(kind, name) && (endpoint.isPresent() || viewer.sees(kind, name, tenant));
  }

  @Override
  public Optional<ByteString> show(Watched watched) {
    return shown(watched).map(ConnectionChange::toByteString);
  }

  private Optional<ConnectionChange> shown(Watched watched) {
    var change = watched.message(true);
    var now = connection(change.hasResource(), change.getResource());
    var before = connection(change.hasPrevious(), change.getPrevious());
    var known = now.or(() -> before);
    if (known.isEmpty() || !isOfEndpoint(known.get())) return Optional.empty();
    if (!isWanted(now) && !isWanted(before)) return Optional.empty();
    var message =
        ConnectionChange.newBuilder()
            .setType(change.getType())
            .setName(change.getName())
            .setRevisionToken(change.getRevisionToken())
            .setActor(change.getActor())
            .setChangeTime(change.getChangeTime())
            .setReason(change.getReason());
    now.ifPresent(message::setConnection);
    if (includePrevious) before.ifPresent(message::setPrevious);
    if (viewer.sees(watched.kind(), watched.name(), watched.tenant()))
      return Optional.of(message.build());
    return isConsumer(known.get())
        ? Optional.of(ConsumerView.of(message.build()))
        : Optional.empty();
  }

  private static Optional<PrivateEndpointConnection> connection(
      boolean isThere, WatchedResource resource) {
    return isThere ? Optional.of(resource.getPrivateEndpointConnection()) : Optional.empty();
  }

  private boolean isOfEndpoint(PrivateEndpointConnection connection) {
    return endpoint.isEmpty()
        || endpoint.get().text().equalsIgnoreCase(connection.getPrivateEndpoint());
  }

  private boolean isWanted(Optional<PrivateEndpointConnection> connection) {
    return connection.isPresent()
        && (states.isEmpty() || states.contains(connection.get().getState()));
  }

  private boolean isConsumer(PrivateEndpointConnection connection) {
    return viewer.reads(
        ResourceName.of(connection.getPrivateEndpoint()), connection.getConsumerTenant());
  }
}

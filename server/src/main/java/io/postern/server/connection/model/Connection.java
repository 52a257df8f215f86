package io.postern.server.connection.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.ConnectionPolicy.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The connection of one private endpoint to one target, as the owner of the target sees it. It
 * lives under the target and as long as the endpoint.
 *
 * @param managedBy the managed service that asked on behalf of its customer; empty for a customer
 *     itself
 * @param linkIdentifier four bytes, none of them zero, unique; a uint32 in Java's signed clothing
 * @param description the words of whoever moved it last
 */
public record Connection(
    ResourceName name,
    Meta meta,
    ResourceName endpoint,
    String endpointRegion,
    String consumerTenant,
    ResourceName consumerNetwork,
    String managedBy,
    List<String> groupIds,
    int linkIdentifier,
    ConnectionState state,
    String description,
    String requestMessage)
    implements Resource {
  public static final Kind<Connection> KIND =
      Kind.inGroup(
          "connection",
          Connection.class,
          "private endpoint connection",
          "*/*/*/privateEndpointConnections/*");

  /** What a connection is to its endpoint and target in the store's references. */
  public static final String ENDPOINT = "endpoint";

  public static final String TARGET = "target";

  /** The same while it waits for room under a limit. */
  public static final String WAITING = "waitingFor";

  /** The unique-value space of link identifiers. */
  public static final String LINK_IDENTIFIER = "link identifier";

  /** How long an identifier rests after its endpoint, so that nothing takes old traffic for new. */
  public static final Duration LINK_IDENTIFIER_REST = Duration.ofHours(1);

  /** The longest description and request message, in characters. */
  public static final int MAX_MESSAGE = 140;

  private static final String SERVICE_TYPE = "Microsoft.Network/privateLinkServices";

  public Connection {
    groupIds = List.copyOf(groupIds);
  }

  /** Refuses words that are too long. */
  public static String message(String text, int most, String field) {
    if (text.codePointCount(0, text.length()) <= most) return text;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        field,
        "'" + field + "' has at most " + most + " characters here; shorten it.");
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public Connection withMeta(Meta other) {
    return new Connection(
        name,
        other,
        endpoint,
        endpointRegion,
        consumerTenant,
        consumerNetwork,
        managedBy,
        groupIds,
        linkIdentifier,
        state,
        description,
        requestMessage);
  }

  public Connection moved(ConnectionState next, String words) {
    return new Connection(
        name,
        meta,
        endpoint,
        endpointRegion,
        consumerTenant,
        consumerNetwork,
        managedBy,
        groupIds,
        linkIdentifier,
        next,
        words,
        requestMessage);
  }

  public Connection withRequestMessage(String message) {
    return new Connection(
        name,
        meta,
        endpoint,
        endpointRegion,
        consumerTenant,
        consumerNetwork,
        managedBy,
        groupIds,
        linkIdentifier,
        state,
        description,
        message);
  }

  /** Who asked for it. */
  public Party consumer() {
    return new Party(
        consumerTenant,
        endpoint.subscription().orElseThrow(),
        consumerNetwork,
        !managedBy.isEmpty());
  }

  /** The private-link resource or private link service it leads to. */
  public ResourceName target() {
    return name.parent();
  }

  /** Whether the target is a private link service; otherwise it is a private-link resource. */
  public boolean leadsToService() {
    return isService(target());
  }

  public static boolean isService(ResourceName target) {
    return target.armType().equalsIgnoreCase(SERVICE_TYPE);
  }

  /** Whether it takes up room under a limit: also while it is paused. */
  public boolean isApproved() {
    return state.label() == ConnectionState.Label.APPROVED;
  }

  public boolean isDisconnected() {
    return state.label() == ConnectionState.Label.DISCONNECTED;
  }

  /** A service cannot go while connections lead to it; a resource can, and disconnects them. */
  @Override
  public List<Reference> references() {
    var references = new ArrayList<Reference>();
    references.add(Reference.loose(ENDPOINT, endpoint));
    boolean blocking = leadsToService() && !isDisconnected();
    references.add(new Reference(TARGET, target(), blocking));
    if (state.action() == ActionCode.CONNECTION_LIMIT_REACHED)
      references.add(Reference.loose(WAITING, target()));
    return references;
  }

  @Override
  public List<Hold> holds() {
    return List.of(linkIdentifierHold(linkIdentifier));
  }

  public static Hold linkIdentifierHold(int identifier) {
    return new Hold(LINK_IDENTIFIER, Integer.toUnsignedString(identifier));
  }

  /** What a limit is compared with, for each entry that could set one. */
  @Override
  public List<Tally> tallies() {
    if (!isApproved()) return List.of();
    return consumer().consumers().stream().map(entry -> entry.approvedAt(target())).toList();
  }

  @Override
  public Optional<Instant> due() {
    return state.due();
  }
}

package io.postern.server.connection.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The connection of one private endpoint to one target, as the owner of the target sees it. It
 * lives under the target and as long as the endpoint.
 *
 * @param linkIdentifier four bytes, none of them zero, unique; a uint32 in Java's signed clothing
 * @param description the words of whoever moved it last
 */
public record Connection(
    ResourceName name,
    Meta meta,
    ResourceName endpoint,
    String endpointRegion,
    String consumerTenant,
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

  /** The unique-value space of link identifiers. */
  public static final String LINK_IDENTIFIER = "link identifier";

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
        groupIds,
        linkIdentifier,
        state,
        description,
        message);
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
    return references;
  }

  @Override
  public List<Hold> holds() {
    return List.of(new Hold(LINK_IDENTIFIER, Integer.toUnsignedString(linkIdentifier)));
  }

  @Override
  public Optional<Instant> due() {
    return state.due();
  }
}

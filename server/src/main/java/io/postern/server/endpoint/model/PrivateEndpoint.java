package io.postern.server.endpoint.model;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Member.MemberName;
import io.postern.server.subscription.model.Quota;
import io.postern.server.traffic.model.ApplicationSecurityGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A private endpoint: addresses in a subnet that lead to one target while its connection is
 * approved. Addresses stay as they are for its whole life, whatever its connection does.
 *
 * @param target the private-link resource or private link service
 * @param alias how the target was named, when it was named by alias; its owner then stays unknown
 *     to the consumer
 * @param managedBy the managed service that made it on behalf of its customer; empty for a customer
 *     itself
 * @param wantedAddresses the addresses its owner chose at create
 * @param members the target's members with the addresses they have here
 */
public record PrivateEndpoint(
    ResourceName name,
    Meta meta,
    String region,
    ResourceName subnet,
    ResourceName target,
    Optional<String> alias,
    String connectionName,
    List<String> groupIds,
    String requestMessage,
    boolean manual,
    String managedBy,
    List<WantedAddress> wantedAddresses,
    String customNetworkInterfaceName,
    List<ResourceName> applicationSecurityGroups,
    IpVersions ipVersions,
    List<EndpointMember> members,
    ResourceName networkInterface,
    ConnectionSummary connection,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<PrivateEndpoint> KIND =
      Kind.inGroup(
          "privateEndpoint",
          PrivateEndpoint.class,
          "private endpoint",
          "Microsoft.Network/privateEndpoints/*");

  /** What an endpoint is to its subnet and target in the store's references. */
  public static final String SUBNET = "subnet";

  public static final String TARGET = "target";

  private static final Pattern ID =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?");

  public PrivateEndpoint {
    if (!ID.matcher(name.id()).matches()) {
      throw ControlException.invalid(
          Reason.NAME_MALFORMED,
          "private_endpoint_id",
          "An endpoint's id has 1-80 letters, digits, '_', '.' and '-', starts with a letter or"
              + " digit and ends with one or '_'.");
    }
    groupIds = List.copyOf(groupIds);
    wantedAddresses = List.copyOf(wantedAddresses);
    applicationSecurityGroups = List.copyOf(applicationSecurityGroups);
    members = List.copyOf(members);
    tags = Map.copyOf(tags);
  }

  /** The IP versions each member gets an address of. */
  public enum IpVersions {
    IPV4,
    IPV6,
    DUAL_STACK;

    public boolean hasV4() {
      return this != IPV6;
    }

    public boolean hasV6() {
      return this != IPV4;
    }
  }

  /** An address chosen by the owner for a member. */
  public record WantedAddress(String name, String groupId, String memberName, IpAddress address) {}

  /** A member of the target with its addresses here: one for each IP version. */
  public record EndpointMember(
      String groupId, String memberName, List<IpAddress> addresses, List<MemberName> names) {
    public EndpointMember {
      addresses = List.copyOf(addresses);
      names = List.copyOf(names);
    }

    public EndpointMember withNames(List<MemberName> others) {
      return new EndpointMember(groupId, memberName, addresses, others);
    }
  }

  /**
   * The connection as the consumer sees it; kept equal to the connection's own state by the ledger.
   *
   * @param name the connection at the target
   */
  public record ConnectionSummary(
      ResourceName name,
      Label state,
      String description,
      ActionCode action,
      boolean suspended,
      int linkIdentifier) {
    /** Whether traffic passes and names resolve to the private addresses. */
    public boolean serves() {
      return action == ActionCode.NONE;
    }
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public PrivateEndpoint withMeta(Meta other) {
    return copy(other, requestMessage, connection, applicationSecurityGroups, tags);
  }

  public PrivateEndpoint withConnection(ConnectionSummary summary) {
    return copy(meta, requestMessage, summary, applicationSecurityGroups, tags);
  }

  public PrivateEndpoint withRequestMessage(String message) {
    return copy(meta, message, connection, applicationSecurityGroups, tags);
  }

  public PrivateEndpoint withMembers(List<EndpointMember> others) {
    return new PrivateEndpoint(
        name,
        meta,
        region,
        subnet,
        target,
        alias,
        connectionName,
        groupIds,
        requestMessage,
        manual,
        managedBy,
        wantedAddresses,
        customNetworkInterfaceName,
        applicationSecurityGroups,
        ipVersions,
        others,
        networkInterface,
        connection,
        tags);
  }

  /** What its owner may change later. */
  public PrivateEndpoint with(List<ResourceName> groups, Map<String, String> newTags) {
    return copy(meta, requestMessage, connection, groups, newTags);
  }

  private PrivateEndpoint copy(
      Meta newMeta,
      String message,
      ConnectionSummary summary,
      List<ResourceName> groups,
      Map<String, String> newTags) {
    return new PrivateEndpoint(
        name,
        newMeta,
        region,
        subnet,
        target,
        alias,
        connectionName,
        groupIds,
        message,
        manual,
        managedBy,
        wantedAddresses,
        customNetworkInterfaceName,
        groups,
        ipVersions,
        members,
        networkInterface,
        summary,
        newTags);
  }

  public ResourceName virtualNetwork() {
    return subnet.parent();
  }

  @Override
  public List<Reference> references() {
    return Stream.concat(
            Stream.of(Reference.blocking(SUBNET, subnet), Reference.loose(TARGET, target)),
            applicationSecurityGroups.stream().map(ApplicationSecurityGroup::usedBy))
        .distinct()
        .toList();
  }

  @Override
  public List<Tally> tallies() {
    return Stream.concat(
            Stream.of(
                Quota.PRIVATE_ENDPOINTS.within(name.subscription().orElseThrow()),
                Quota.PRIVATE_ENDPOINTS_PER_VIRTUAL_NETWORK.within(virtualNetwork()),
                Quota.PRIVATE_ENDPOINTS_PER_PRIVATE_LINK_SERVICE.within(target)),
            applicationSecurityGroups.stream()
                .map(Quota.PRIVATE_ENDPOINTS_PER_APPLICATION_SECURITY_GROUP::within)
                .distinct())
        .toList();
  }
}

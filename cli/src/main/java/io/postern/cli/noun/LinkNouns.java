package io.postern.cli.noun;

import static java.util.stream.Collectors.joining;

import io.postern.cli.name.ShortName;
import io.postern.cli.noun.Noun.Parent;
import io.postern.cli.print.Table;
import io.postern.client.PosternClient;
import io.postern.v1.ConnectionState;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.ResourceType;
import java.util.List;
import java.util.Optional;

/** Private link itself: what can be connected to, the endpoints that do, and the connections. */
public final class LinkNouns {
  public static final Noun<PrivateLinkResource> RESOURCE =
      new Noun<>(
          "resource",
          List.of("private-link-resource", "privateLinkResource"),
          "private-link resource",
          "private-link resources",
          PrivateLinkResource.getDefaultInstance(),
          Optional.empty(),
          PosternClient::privateLinkResources,
          List.of(
              Column.of("TYPE", PrivateLinkResource::getType),
              Column.of("REGION", PrivateLinkResource::getRegion),
              Column.of("PUBLIC ACCESS", r -> Words.of(r.getPublicNetworkAccess())),
              Column.of(
                  "CONNECTIONS", r -> Integer.toString(r.getPrivateEndpointConnectionsCount())),
              Column.of("PROVISIONING", r -> Words.of(r.getProvisioningState())),
              Column.detail("KIND", PrivateLinkResource::getKind),
              Column.detail("GROUP IDS", LinkNouns::groupIds),
              Column.detail("PUBLIC NAMES", LinkNouns::publicNames)));

  public static final Noun<ResourceType> RESOURCE_TYPE =
      new Noun<>(
          "resource-type",
          List.of("resourceType"),
          "resource type",
          "resource types",
          ResourceType.getDefaultInstance(),
          Optional.empty(),
          PosternClient::resourceTypes,
          List.of(
              Column.of("TYPE", ResourceType::getType),
              Column.of("DISPLAY NAME", ResourceType::getDisplayName),
              Column.of(
                  "GROUP IDS",
                  t ->
                      Words.of(
                          t.getGroupsList().stream().map(ResourceType.Group::getGroupId).toList())),
              Column.detail("REGIONS", t -> Words.of(t.getRegionsList())),
              Column.detail("APPROVAL ACTION", ResourceType::getApprovalAction)));

  public static final Noun<PrivateLinkService> SERVICE =
      new Noun<>(
          "service",
          List.of("pls", "private-link-service", "privateLinkService"),
          "private link service",
          "private link services",
          PrivateLinkService.getDefaultInstance(),
          Optional.empty(),
          PosternClient::privateLinkServices,
          List.of(
              Column.of("REGION", PrivateLinkService::getRegion),
              Column.of("ALIAS", PrivateLinkService::getAlias),
              Column.of(
                  "CONNECTIONS", s -> Integer.toString(s.getPrivateEndpointConnectionsCount())),
              Column.of("PROVISIONING", s -> Words.of(s.getProvisioningState())),
              Column.detail("NAMES", s -> Words.of(s.getFqdnsList())),
              Column.detail("NAT ADDRESSES", LinkNouns::natAddresses),
              Column.detail("ACCESS", s -> Words.of(s.getAccessMode())),
              Column.detail("VISIBLE TO", s -> Words.of(s.getVisibility().getSubscriptionsList())),
              Column.detail(
                  "AUTO-APPROVED", s -> Words.of(s.getAutoApproval().getSubscriptionsList())),
              Column.detail("PROXY PROTOCOL", s -> Words.of(s.getEnableProxyProtocol()))));

  public static final Noun<PrivateEndpoint> ENDPOINT =
      new Noun<>(
          "endpoint",
          List.of("pe", "private-endpoint", "privateEndpoint"),
          "private endpoint",
          "private endpoints",
          PrivateEndpoint.getDefaultInstance(),
          Optional.empty(),
          PosternClient::privateEndpoints,
          List.of(
              Column.of("STATE", LinkNouns::state),
              Column.related("IP", (e, related) -> Words.of(related.addresses(e.getName()))),
              Column.of("TARGET", LinkNouns::target),
              Column.of(
                  "GROUP ID", e -> Words.of(e.getPrivateLinkServiceConnection().getGroupIdsList())),
              Column.of("SUBNET", e -> ShortName.path(e.getSubnet())),
              Column.detail("REGION", PrivateEndpoint::getRegion),
              Column.detail("PROVISIONING", e -> Words.of(e.getProvisioningState())),
              Column.detail("DESCRIPTION", e -> e.getConnectionStatus().getDescription()),
              Column.detail("ACTION REQUIRED", LinkNouns::actionRequired),
              Column.detail("CONNECTION", e -> e.getConnectionStatus().getConnection()),
              Column.detail("DNS", LinkNouns::dns)));

  public static final Noun<PrivateEndpointConnection> CONNECTION =
      new Noun<>(
          "connection",
          List.of("private-endpoint-connection", "privateEndpointConnection"),
          "connection",
          "connections",
          PrivateEndpointConnection.getDefaultInstance(),
          Optional.of(Parent.TARGET),
          PosternClient::connections,
          List.of(
              Column.of("STATE", c -> state(c.getState(), c.getSuspended())),
              Column.of("TARGET", c -> ShortName.path(c.getTarget())),
              Column.of("GROUP ID", c -> Words.of(c.getGroupIdsList())),
              Column.of("CONSUMER", PrivateEndpointConnection::getConsumerTenant),
              Column.of("MESSAGE", PrivateEndpointConnection::getRequestMessage),
              Column.detail("DESCRIPTION", PrivateEndpointConnection::getDescription),
              Column.detail("ACTION REQUIRED", PrivateEndpointConnection::getActionsRequired),
              Column.detail("ENDPOINT", PrivateEndpointConnection::getPrivateEndpoint),
              Column.detail("LINK ID", c -> Integer.toUnsignedString(c.getLinkIdentifier())),
              Column.detail("EXPIRES", c -> Words.of(c.getPendingExpireTime())),
              Column.detail("APPROVED UNTIL", c -> Words.of(c.getApprovedUntil())),
              Column.detail("HISTORY", LinkNouns::history)));

  private LinkNouns() {}

  /** The state of a connection in a word or two. */
  public static String state(ConnectionState state, boolean suspended) {
    return Words.of(state) + (suspended ? " (suspended)" : "");
  }

  private static String state(PrivateEndpoint endpoint) {
    var status = endpoint.getConnectionStatus();
    return state(status.getState(), status.getSuspended());
  }

  /** What the server says, and the command for it where this program has one. */
  private static String actionRequired(PrivateEndpoint endpoint) {
    var status = endpoint.getConnectionStatus();
    var action = status.getActionsRequired();
    return status.getState() == ConnectionState.CONNECTION_STATE_REJECTED
        ? action + "\nTo ask again: postern endpoint resubmit " + ShortName.id(endpoint.getName())
        : action;
  }

  private static String target(PrivateEndpoint endpoint) {
    var connection = endpoint.getPrivateLinkServiceConnection();
    return connection.hasAlias() ? connection.getAlias() : ShortName.path(connection.getTarget());
  }

  private static String dns(PrivateEndpoint endpoint) {
    return endpoint.getDnsRecordsList().stream()
        .map(r ->
            r.getFqdn() + " " + Words.of(r.getIpAddressesList()) + " " + Words.of(r.getDnsStatus()))
        .collect(joining("\n"));
  }

  private static String groupIds(PrivateLinkResource resource) {
    return resource.getMembersList().stream()
        .map(PrivateLinkResource.Member::getGroupId)
        .distinct()
        .collect(joining(", "));
  }

  private static String publicNames(PrivateLinkResource resource) {
    return resource.getPublicNamesList().stream()
        .map(name -> name.getFqdn() + " (" + name.getGroupId() + ")")
        .collect(joining("\n"));
  }

  private static String natAddresses(PrivateLinkService service) {
    return service.getIpConfigurationsList().stream()
        .map(c -> c.getPrivateIpAddress().isEmpty() ? c.getName() : c.getPrivateIpAddress())
        .collect(joining(", "));
  }

  private static String history(PrivateEndpointConnection connection) {
    var moves =
        connection.getHistoryList().stream()
            .map(move ->
                List.of(
                    Words.of(move.getTime()),
                    state(move.getState(), move.getSuspended()),
                    move.getActor(),
                    move.getReason()))
            .toList();
    return String.join("\n", Table.aligned(moves));
  }
}

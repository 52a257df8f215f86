package io.postern.server.endpoint;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.ConnectionSummary;
import io.postern.server.endpoint.model.PrivateEndpoint.IpVersions;
import io.postern.server.endpoint.model.PrivateEndpoint.WantedAddress;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Region;
import io.postern.server.network.model.Subnet;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.zone.claim.ClaimReads;
import io.postern.server.zone.claim.EndpointRecord;
import io.postern.server.zone.model.ZoneGroup;
import io.postern.v1.ActionCode;
import io.postern.v1.ConnectionState;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.DnsStatus;
import io.postern.v1.PrivateEndpoint.ConnectionStatus;
import io.postern.v1.PrivateEndpoint.CustomDnsConfig;
import io.postern.v1.PrivateEndpoint.DnsRecord;
import io.postern.v1.PrivateEndpoint.IpConfiguration;
import io.postern.v1.PrivateEndpoint.IpVersionType;
import io.postern.v1.PrivateEndpoint.PrivateLinkServiceConnection;
import io.postern.v1.ProvisioningState;
import io.postern.v1.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Between the API's private endpoints and the model's. */
final class PrivateEndpointProto {
  private static final String FIELD = "private_endpoint";
  private static final String SECURITY_GROUP = "Microsoft.Network/applicationSecurityGroups";
  private static final int MAX_GROUPS = 10;
  private static final Pattern MANAGED_SERVICE =
      Pattern.compile("|[A-Za-z0-9.]{1,100}(/[A-Za-z0-9]{1,100}){0,3}");

  private PrivateEndpointProto() {}

  static io.postern.v1.PrivateEndpoint of(ReadTx tx, PrivateEndpoint endpoint) {
    var message =
        io.postern.v1.PrivateEndpoint.newBuilder()
            .setName(endpoint.name().text())
            .setUid(endpoint.meta().uid())
            .setEtag(endpoint.meta().etag())
            .setCreateTime(timestamp(endpoint.meta().createTime()))
            .setUpdateTime(timestamp(endpoint.meta().updateTime()))
            .putAllTags(endpoint.tags())
            .setRegion(endpoint.region())
            .setSubnet(endpoint.subnet().text())
            .setPrivateLinkServiceConnection(wanted(endpoint))
            .setCustomNetworkInterfaceName(endpoint.customNetworkInterfaceName())
            .addAllApplicationSecurityGroups(
                endpoint.applicationSecurityGroups().stream().map(ResourceName::text).toList())
            .setIpVersionType(versions(endpoint.ipVersions()))
            .addNetworkInterfaces(endpoint.networkInterface().text())
            .setProvisioningState(ProvisioningState.PROVISIONING_STATE_SUCCEEDED)
            .setConnectionStatus(status(endpoint));
    for (var address : endpoint.wantedAddresses()) {
      message.addIpConfigurations(
          IpConfiguration.newBuilder()
              .setName(address.name())
              .setGroupId(address.groupId())
              .setMemberName(address.memberName())
              .setPrivateIpAddress(address.address().toString()));
    }
    var groups = tx.list(ZoneGroup.KIND, Scope.under(endpoint.name()), "", MAX_GROUPS);
    groups.forEach(group -> message.addPrivateDnsZoneGroups(group.name().text()));
    // Azure: a zone group takes over, and the hints for one's own DNS disappear.
    if (groups.isEmpty()) message.addAllCustomDnsConfigs(customDns(endpoint));
    ClaimReads.of(tx, endpoint).forEach(record -> message.addDnsRecords(dnsRecord(record)));
    return message.build();
  }

  private static PrivateLinkServiceConnection wanted(PrivateEndpoint endpoint) {
    var message =
        PrivateLinkServiceConnection.newBuilder()
            .setName(endpoint.connectionName())
            .addAllGroupIds(endpoint.groupIds())
            .setRequestMessage(endpoint.requestMessage())
            .setManual(endpoint.manual())
            .setManagedBy(endpoint.managedBy());
    if (endpoint.alias().isPresent()) message.setAlias(endpoint.alias().get());
    else message.setTarget(endpoint.target().text());
    return message.build();
  }

  /** An alias shows nothing of the provider, so neither does the connection that came of one. */
  private static ConnectionStatus status(PrivateEndpoint endpoint) {
    ConnectionSummary connection = endpoint.connection();
    return ConnectionStatus.newBuilder()
        .setState(ConnectionState.valueOf("CONNECTION_STATE_" + connection.state().name()))
        .setDescription(connection.description())
        .setActionsRequired(connection.action().sentence())
        .setActionCode(ActionCode.valueOf("ACTION_CODE_" + connection.action().name()))
        .setSuspended(connection.suspended())
        .setConnection(endpoint.alias().isPresent() ? "" : connection.name().text())
        .setLinkIdentifier(connection.linkIdentifier())
        .build();
  }

  private static List<CustomDnsConfig> customDns(PrivateEndpoint endpoint) {
    var addresses = new LinkedHashMap<String, List<String>>();
    for (var member : endpoint.members()) {
      for (var name : member.names()) {
        var list = addresses.computeIfAbsent(name.fqdn(), absent -> new ArrayList<>());
        member.addresses().forEach(address -> list.add(address.toString()));
      }
    }
    var configs = new ArrayList<CustomDnsConfig>();
    addresses.forEach((fqdn, list) ->
        configs.add(CustomDnsConfig.newBuilder().setFqdn(fqdn).addAllIpAddresses(list).build()));
    return configs;
  }

  private static DnsRecord dnsRecord(EndpointRecord record) {
    return DnsRecord.newBuilder()
        .setFqdn(record.fqdn().text())
        .setPrivateDnsZone(record.zone().text())
        .setType(RecordType.valueOf("RECORD_TYPE_" + record.type().name()))
        .addAllIpAddresses(record.addresses().stream().map(IpAddress::toString).toList())
        .setDnsStatus(DnsStatus.valueOf("DNS_STATUS_" + record.status().name()))
        .setShadowedBy(record.shadowedBy().map(ResourceName::text).orElse(""))
        .build();
  }

  private static IpVersionType versions(IpVersions versions) {
    return switch (versions) {
      case IPV4 -> IpVersionType.IP_VERSION_TYPE_IPV4;
      case IPV6 -> IpVersionType.IP_VERSION_TYPE_IPV6;
      case DUAL_STACK -> IpVersionType.IP_VERSION_TYPE_DUAL_STACK;
    };
  }

  static CreatePrivateEndpoint.Request request(CreatePrivateEndpointRequest request) {
    var parent = ResourceName.parse(request.getParent(), "parent");
    var id = Protos.required(request.getPrivateEndpointId(), "private_endpoint_id");
    var name = PrivateEndpoint.KIND.name(parent, id, "private_endpoint_id");
    var message = request.getPrivateEndpoint();
    var connection = message.getPrivateLinkServiceConnection();
    return new CreatePrivateEndpoint.Request(
        name,
        Region.parse(message.getRegion(), FIELD + ".region").name(),
        Subnet.KIND.parse(
            Protos.required(message.getSubnet(), FIELD + ".subnet"), FIELD + ".subnet"),
        target(connection),
        connection.hasAlias() ? Optional.of(connection.getAlias()) : Optional.empty(),
        connection.getName(),
        connection.getGroupIdsList().stream().filter(group -> !group.isEmpty()).toList(),
        connection.getRequestMessage(),
        connection.getManual(),
        managedBy(connection),
        wantedAddresses(message),
        message.getCustomNetworkInterfaceName(),
        securityGroups(message),
        versions(message),
        Protos.tags(message.getTagsMap(), FIELD + ".tags"));
  }

  private static Optional<ResourceName> target(PrivateLinkServiceConnection connection) {
    return switch (connection.getDestinationCase()) {
      case TARGET ->
          Optional.of(ResourceName.parse(connection.getTarget(), Target.FIELD + ".target"));
      case ALIAS -> Optional.empty();
      case DESTINATION_NOT_SET ->
          throw ControlException.invalid(
              Reason.INVALID_FIELD,
              Target.FIELD + ".target",
              "Name what the endpoint connects to: target or alias.");
    };
  }

  private static String managedBy(PrivateLinkServiceConnection connection) {
    var field = Target.FIELD + ".managed_by";
    var service = connection.getManagedBy();
    if (MANAGED_SERVICE.matcher(service).matches()) return service;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        field,
        "Name the managed service as a resource type, such as Microsoft.DataFactory/factories.");
  }

  private static List<WantedAddress> wantedAddresses(io.postern.v1.PrivateEndpoint message) {
    var addresses = new ArrayList<WantedAddress>();
    for (int i = 0; i < message.getIpConfigurationsCount(); i++) {
      var configuration = message.getIpConfigurations(i);
      var field = FIELD + ".ip_configurations[" + i + "]";
      addresses.add(
          new WantedAddress(
              Protos.required(configuration.getName(), field + ".name"),
              configuration.getGroupId(),
              configuration.getMemberName(),
              IpAddress.parse(configuration.getPrivateIpAddress(), field + ".private_ip_address")));
    }
    return addresses;
  }

  static List<ResourceName> securityGroups(io.postern.v1.PrivateEndpoint message) {
    var groups = new ArrayList<ResourceName>();
    for (int i = 0; i < message.getApplicationSecurityGroupsCount(); i++) {
      var field = FIELD + ".application_security_groups[" + i + "]";
      var group = ResourceName.parse(message.getApplicationSecurityGroups(i), field);
      if (!group.armType().equalsIgnoreCase(SECURITY_GROUP)) {
        throw ControlException.invalid(
            Reason.NAME_MALFORMED,
            field,
            "'" + group + "' is not the name of a resource of type " + SECURITY_GROUP + ".");
      }
      groups.add(group);
    }
    return groups;
  }

  private static IpVersions versions(io.postern.v1.PrivateEndpoint message) {
    return switch (Protos.known(message.getIpVersionType(), FIELD + ".ip_version_type")) {
      case IP_VERSION_TYPE_UNSPECIFIED, IP_VERSION_TYPE_IPV4, UNRECOGNIZED -> IpVersions.IPV4;
      case IP_VERSION_TYPE_IPV6 -> IpVersions.IPV6;
      case IP_VERSION_TYPE_DUAL_STACK -> IpVersions.DUAL_STACK;
    };
  }

  /** Refuses a change of what is settled at create. */
  static void requireSame(
      io.postern.v1.PrivateEndpoint current, io.postern.v1.PrivateEndpoint wanted) {
    for (var field :
        List.of(
            "region",
            "subnet",
            "private_link_service_connection",
            "ip_configurations",
            "custom_network_interface_name",
            "ip_version_type")) {
      var descriptor = io.postern.v1.PrivateEndpoint.getDescriptor().findFieldByName(field);
      if (current.getField(descriptor).equals(wanted.getField(descriptor))) continue;
      throw ControlException.invalid(
          Reason.FIELD_IMMUTABLE,
          FIELD + "." + field,
          "'" + field + "' is settled when the endpoint is created; delete it and create another.");
    }
  }
}

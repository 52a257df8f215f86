package io.postern.server.network;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Delegation;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.Subnet.EndpointNetworkPolicies;
import io.postern.server.network.model.Subnet.ServiceNetworkPolicies;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.v1.Subnet.AddressCounters;
import io.postern.v1.Subnet.PrivateEndpointNetworkPolicies;
import io.postern.v1.Subnet.PrivateLinkServiceNetworkPolicies;
import java.util.List;
import java.util.Optional;

/** Between the API's subnets and the model's. */
final class SubnetProto {
  private SubnetProto() {}

  static io.postern.v1.Subnet of(ReadTx tx, Subnet subnet) {
    var message =
        io.postern.v1.Subnet.newBuilder()
            .setName(subnet.name().text())
            .setUid(subnet.meta().uid())
            .setEtag(subnet.meta().etag())
            .setCreateTime(timestamp(subnet.meta().createTime()))
            .setUpdateTime(timestamp(subnet.meta().updateTime()))
            .addAllAddressPrefixes(subnet.addressPrefixes().stream().map(Cidr::toString).toList())
            .setPrivateEndpointNetworkPolicies(of(subnet.endpointNetworkPolicies()))
            .setPrivateLinkServiceNetworkPolicies(of(subnet.serviceNetworkPolicies()))
            .setNetworkSecurityGroup(text(subnet.networkSecurityGroup()))
            .setRouteTable(text(subnet.routeTable()))
            .addAllAddressCounters(
                AddressCounts.of(tx, subnet).stream().map(SubnetProto::counters).toList());
    for (var delegation : subnet.delegations()) {
      message.addDelegations(
          io.postern.v1.Subnet.Delegation.newBuilder()
              .setName(delegation.name())
              .setServiceName(delegation.serviceName()));
    }
    return message.build();
  }

  private static AddressCounters counters(AddressCounts counts) {
    return AddressCounters.newBuilder()
        .setAddressPrefix(counts.prefix().toString())
        .setTotal(counts.total())
        .setReserved(counts.reserved())
        .setUsed(counts.used())
        .setQuarantined(counts.quarantined())
        .setFree(counts.free())
        .build();
  }

  /** A subnet from a request, with the bookkeeping of the one it replaces. */
  static Subnet model(ResourceName name, Meta meta, io.postern.v1.Subnet message) {
    return new Subnet(
        name,
        meta,
        VirtualNetworkProto.each(
            message.getAddressPrefixesList(), "subnet.address_prefixes", Cidr::parse),
        model(message.getPrivateEndpointNetworkPolicies()),
        model(message.getPrivateLinkServiceNetworkPolicies()),
        delegations(message),
        name(message.getNetworkSecurityGroup(), "subnet.network_security_group"),
        name(message.getRouteTable(), "subnet.route_table"));
  }

  private static List<Delegation> delegations(io.postern.v1.Subnet message) {
    return message.getDelegationsList().stream()
        .map(delegation -> new Delegation(delegation.getName(), delegation.getServiceName()))
        .toList();
  }

  private static Optional<ResourceName> name(String text, String field) {
    return text.isEmpty() ? Optional.empty() : Optional.of(ResourceName.parse(text, field));
  }

  private static String text(Optional<ResourceName> name) {
    return name.map(ResourceName::text).orElse("");
  }

  private static PrivateEndpointNetworkPolicies of(EndpointNetworkPolicies policies) {
    return switch (policies) {
      case DISABLED -> PrivateEndpointNetworkPolicies.PRIVATE_ENDPOINT_NETWORK_POLICIES_DISABLED;
      case NETWORK_SECURITY_GROUP_ENABLED ->
          PrivateEndpointNetworkPolicies
              .PRIVATE_ENDPOINT_NETWORK_POLICIES_NETWORK_SECURITY_GROUP_ENABLED;
      case ROUTE_TABLE_ENABLED ->
          PrivateEndpointNetworkPolicies.PRIVATE_ENDPOINT_NETWORK_POLICIES_ROUTE_TABLE_ENABLED;
      case ENABLED -> PrivateEndpointNetworkPolicies.PRIVATE_ENDPOINT_NETWORK_POLICIES_ENABLED;
    };
  }

  private static EndpointNetworkPolicies model(PrivateEndpointNetworkPolicies policies) {
    return switch (Protos.known(policies, "subnet.private_endpoint_network_policies")) {
      case PRIVATE_ENDPOINT_NETWORK_POLICIES_NETWORK_SECURITY_GROUP_ENABLED ->
          EndpointNetworkPolicies.NETWORK_SECURITY_GROUP_ENABLED;
      case PRIVATE_ENDPOINT_NETWORK_POLICIES_ROUTE_TABLE_ENABLED ->
          EndpointNetworkPolicies.ROUTE_TABLE_ENABLED;
      case PRIVATE_ENDPOINT_NETWORK_POLICIES_ENABLED -> EndpointNetworkPolicies.ENABLED;
      case PRIVATE_ENDPOINT_NETWORK_POLICIES_DISABLED,
          PRIVATE_ENDPOINT_NETWORK_POLICIES_UNSPECIFIED,
          UNRECOGNIZED ->
          EndpointNetworkPolicies.DISABLED;
    };
  }

  private static PrivateLinkServiceNetworkPolicies of(ServiceNetworkPolicies policies) {
    return switch (policies) {
      case ENABLED ->
          PrivateLinkServiceNetworkPolicies.PRIVATE_LINK_SERVICE_NETWORK_POLICIES_ENABLED;
      case DISABLED ->
          PrivateLinkServiceNetworkPolicies.PRIVATE_LINK_SERVICE_NETWORK_POLICIES_DISABLED;
    };
  }

  private static ServiceNetworkPolicies model(PrivateLinkServiceNetworkPolicies policies) {
    return switch (Protos.known(policies, "subnet.private_link_service_network_policies")) {
      case PRIVATE_LINK_SERVICE_NETWORK_POLICIES_DISABLED -> ServiceNetworkPolicies.DISABLED;
      case PRIVATE_LINK_SERVICE_NETWORK_POLICIES_ENABLED,
          PRIVATE_LINK_SERVICE_NETWORK_POLICIES_UNSPECIFIED,
          UNRECOGNIZED ->
          ServiceNetworkPolicies.ENABLED;
    };
  }
}

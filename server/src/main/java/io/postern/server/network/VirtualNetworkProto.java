package io.postern.server.network;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.Region;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.network.model.VirtualNetwork.EndpointPolicy;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.v1.VirtualNetwork.PrivateEndpointNetworkPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Between the API's virtual networks and the model's. */
final class VirtualNetworkProto {
  private VirtualNetworkProto() {}

  static io.postern.v1.VirtualNetwork of(ReadTx tx, VirtualNetwork network) {
    var message =
        io.postern.v1.VirtualNetwork.newBuilder()
            .setName(network.name().text())
            .setUid(network.meta().uid())
            .setEtag(network.meta().etag())
            .setCreateTime(timestamp(network.meta().createTime()))
            .setUpdateTime(timestamp(network.meta().updateTime()))
            .putAllTags(network.tags())
            .setTenant(network.name().subscription().flatMap(tx::tenantOf).orElse(""))
            .setRegion(network.region())
            .addAllAddressPrefixes(network.addressPrefixes().stream().map(Cidr::toString).toList())
            .addAllDnsServers(network.dnsServers().stream().map(IpAddress::toString).toList())
            .setPrivateEndpointNetworkPolicy(of(network.endpointPolicy()));
    var children = Scope.under(network.name());
    for (var subnet : tx.list(Subnet.KIND, children, "", Subnets.MAX_PER_NETWORK))
      message.addSubnets(subnet.name().text());
    for (var peering : tx.list(Peering.KIND, children, "", Peerings.MAX_PER_NETWORK))
      message.addPeerings(peering.name().text());
    return message.build();
  }

  /** A network from a request, with the bookkeeping of the one it replaces. */
  static VirtualNetwork model(ResourceName name, Meta meta, io.postern.v1.VirtualNetwork message) {
    return new VirtualNetwork(
        name,
        meta,
        Region.parse(message.getRegion(), "virtual_network.region").name(),
        each(message.getAddressPrefixesList(), "virtual_network.address_prefixes", Cidr::parse),
        each(message.getDnsServersList(), "virtual_network.dns_servers", IpAddress::parse),
        model(message.getPrivateEndpointNetworkPolicy()),
        Protos.tags(message.getTagsMap(), "virtual_network.tags"));
  }

  /** Parses each text of a list with the path of its own place in it. */
  static <V> List<V> each(List<String> texts, String field, BiFunction<String, String, V> parser) {
    var values = new ArrayList<V>();
    for (int i = 0; i < texts.size(); i++)
      values.add(parser.apply(texts.get(i), field + "[" + i + "]"));
    return values;
  }

  private static PrivateEndpointNetworkPolicy of(EndpointPolicy policy) {
    return switch (policy) {
      case DISABLED -> PrivateEndpointNetworkPolicy.PRIVATE_ENDPOINT_NETWORK_POLICY_DISABLED;
      case BASIC -> PrivateEndpointNetworkPolicy.PRIVATE_ENDPOINT_NETWORK_POLICY_BASIC;
    };
  }

  private static EndpointPolicy model(PrivateEndpointNetworkPolicy policy) {
    return switch (Protos.known(policy, "virtual_network.private_endpoint_network_policy")) {
      case PRIVATE_ENDPOINT_NETWORK_POLICY_BASIC -> EndpointPolicy.BASIC;
      case PRIVATE_ENDPOINT_NETWORK_POLICY_DISABLED,
          PRIVATE_ENDPOINT_NETWORK_POLICY_UNSPECIFIED,
          UNRECOGNIZED ->
          EndpointPolicy.DISABLED;
    };
  }
}

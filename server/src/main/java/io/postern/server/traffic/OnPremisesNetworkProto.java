package io.postern.server.traffic;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Protos;
import io.postern.server.traffic.model.OnPremisesNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Between the API's on-premises networks and the model's. */
final class OnPremisesNetworkProto {
  private static final String FIELD = "on_premises_network.";

  private OnPremisesNetworkProto() {}

  static io.postern.v1.OnPremisesNetwork of(OnPremisesNetwork network) {
    return io.postern.v1.OnPremisesNetwork.newBuilder()
        .setName(network.name().text())
        .setUid(network.meta().uid())
        .setEtag(network.meta().etag())
        .setCreateTime(timestamp(network.meta().createTime()))
        .setUpdateTime(timestamp(network.meta().updateTime()))
        .putAllTags(network.tags())
        .addAllAddressPrefixes(network.addressPrefixes().stream().map(Cidr::toString).toList())
        .addAllGateways(network.gateways().stream().map(ResourceName::text).toList())
        .build();
  }

  /** A network from a request, with the bookkeeping of the one it replaces. */
  static OnPremisesNetwork model(
      ResourceName name, Meta meta, io.postern.v1.OnPremisesNetwork message) {
    return new OnPremisesNetwork(
        name,
        meta,
        each(message.getAddressPrefixesList(), FIELD + "address_prefixes", Cidr::parse),
        each(message.getGatewaysList(), FIELD + "gateways", ResourceName::parse),
        Protos.tags(message.getTagsMap(), FIELD + "tags"));
  }

  /** Each text as a richer value; a refusal names the one at fault. */
  private static <V> List<V> each(
      List<String> texts, String field, BiFunction<String, String, V> parser) {
    var values = new ArrayList<V>();
    for (int i = 0; i < texts.size(); i++)
      values.add(parser.apply(texts.get(i), field + "[" + i + "]"));
    return values;
  }
}

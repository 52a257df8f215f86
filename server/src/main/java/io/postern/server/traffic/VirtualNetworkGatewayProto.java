package io.postern.server.traffic;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Region;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Protos;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import io.postern.v1.VirtualNetworkGateway.GatewayType;

/** Between the API's virtual network gateways and the model's. */
final class VirtualNetworkGatewayProto {
  private static final String FIELD = "virtual_network_gateway.";

  private VirtualNetworkGatewayProto() {}

  static io.postern.v1.VirtualNetworkGateway of(VirtualNetworkGateway gateway) {
    return io.postern.v1.VirtualNetworkGateway.newBuilder()
        .setName(gateway.name().text())
        .setUid(gateway.meta().uid())
        .setEtag(gateway.meta().etag())
        .setCreateTime(timestamp(gateway.meta().createTime()))
        .setUpdateTime(timestamp(gateway.meta().updateTime()))
        .putAllTags(gateway.tags())
        .setRegion(gateway.region())
        .setGatewayType(of(gateway.type()))
        .setVirtualNetwork(gateway.virtualNetwork().text())
        .build();
  }

  /** A gateway from a request, with the bookkeeping of the one it replaces. */
  static VirtualNetworkGateway model(
      ResourceName name, Meta meta, io.postern.v1.VirtualNetworkGateway message) {
    var network = FIELD + "virtual_network";
    return new VirtualNetworkGateway(
        name,
        meta,
        Region.parse(message.getRegion(), FIELD + "region").name(),
        model(message.getGatewayType()),
        VirtualNetwork.KIND.parse(Protos.required(message.getVirtualNetwork(), network), network),
        Protos.tags(message.getTagsMap(), FIELD + "tags"));
  }

  private static GatewayType of(VirtualNetworkGateway.Type type) {
    return switch (type) {
      case VPN -> GatewayType.GATEWAY_TYPE_VPN;
      case EXPRESS_ROUTE -> GatewayType.GATEWAY_TYPE_EXPRESS_ROUTE;
    };
  }

  private static VirtualNetworkGateway.Type model(GatewayType type) {
    return switch (Protos.known(type, FIELD + "gateway_type")) {
      case GATEWAY_TYPE_VPN -> VirtualNetworkGateway.Type.VPN;
      case GATEWAY_TYPE_EXPRESS_ROUTE -> VirtualNetworkGateway.Type.EXPRESS_ROUTE;
      case GATEWAY_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw ControlException.invalid(
              Reason.INVALID_FIELD,
              FIELD + "gateway_type",
              "A gateway is for VPN or for ExpressRoute; say which.");
    };
  }
}

package io.postern.server.network;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Protos;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.VirtualNetworkPeering.VirtualNetworkAccess;

/** Between the API's peerings and the model's. */
final class PeeringProto {
  private static final String FIELD = "virtual_network_peering.";

  private PeeringProto() {}

  static VirtualNetworkPeering of(Peering peering) {
    return VirtualNetworkPeering.newBuilder()
        .setName(peering.name().text())
        .setUid(peering.meta().uid())
        .setEtag(peering.meta().etag())
        .setCreateTime(timestamp(peering.meta().createTime()))
        .setUpdateTime(timestamp(peering.meta().updateTime()))
        .setRemoteVirtualNetwork(peering.remoteVirtualNetwork().text())
        .setVirtualNetworkAccess(
            peering.virtualNetworkAccess()
                ? VirtualNetworkAccess.VIRTUAL_NETWORK_ACCESS_ALLOWED
                : VirtualNetworkAccess.VIRTUAL_NETWORK_ACCESS_DENIED)
        .setAllowForwardedTraffic(peering.allowForwardedTraffic())
        .setAllowGatewayTransit(peering.allowGatewayTransit())
        .setUseRemoteGateways(peering.useRemoteGateways())
        .setState(of(peering.state()))
        .build();
  }

  /** A new side from a request. */
  static Peering model(ResourceName name, VirtualNetworkPeering message) {
    return model(name, Meta.NEW, Peering.State.INITIATED, message);
  }

  /** A changed side: its state moves by itself. */
  static Peering model(Peering current, VirtualNetworkPeering message) {
    return model(current.name(), current.meta(), current.state(), message);
  }

  private static Peering model(
      ResourceName name, Meta meta, Peering.State state, VirtualNetworkPeering message) {
    var remote = FIELD + "remote_virtual_network";
    return new Peering(
        name,
        meta,
        VirtualNetwork.KIND.parse(
            Protos.required(message.getRemoteVirtualNetwork(), remote), remote),
        allowed(message.getVirtualNetworkAccess()),
        message.getAllowForwardedTraffic(),
        message.getAllowGatewayTransit(),
        message.getUseRemoteGateways(),
        state);
  }

  private static boolean allowed(VirtualNetworkAccess access) {
    return switch (Protos.known(access, FIELD + "virtual_network_access")) {
      case VIRTUAL_NETWORK_ACCESS_DENIED -> false;
      case VIRTUAL_NETWORK_ACCESS_ALLOWED, VIRTUAL_NETWORK_ACCESS_UNSPECIFIED, UNRECOGNIZED -> true;
    };
  }

  private static VirtualNetworkPeering.State of(Peering.State state) {
    return switch (state) {
      case INITIATED -> VirtualNetworkPeering.State.STATE_INITIATED;
      case CONNECTED -> VirtualNetworkPeering.State.STATE_CONNECTED;
      case DISCONNECTED -> VirtualNetworkPeering.State.STATE_DISCONNECTED;
    };
  }
}

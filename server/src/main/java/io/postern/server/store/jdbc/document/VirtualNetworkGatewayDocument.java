package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.traffic.model.VirtualNetworkGateway;

final class VirtualNetworkGatewayDocument implements Document<VirtualNetworkGateway> {
  @Override
  public Kind<VirtualNetworkGateway> kind() {
    return VirtualNetworkGateway.KIND;
  }

  @Override
  public void write(VirtualNetworkGateway gateway, JsonOut body) {
    body.text("region", gateway.region())
        .text("type", gateway.type())
        .text("virtualNetwork", gateway.virtualNetwork())
        .map("tags", gateway.tags());
  }

  @Override
  public VirtualNetworkGateway read(ResourceName name, Meta meta, JsonIn body) {
    return new VirtualNetworkGateway(
        name,
        meta,
        body.text("region"),
        body.constant("type", VirtualNetworkGateway.Type.VPN),
        body.name("virtualNetwork"),
        body.map("tags"));
  }
}

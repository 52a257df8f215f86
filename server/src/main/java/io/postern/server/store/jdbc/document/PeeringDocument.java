package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Peering;

final class PeeringDocument implements Document<Peering> {
  @Override
  public Kind<Peering> kind() {
    return Peering.KIND;
  }

  @Override
  public void write(Peering peering, JsonOut body) {
    body.text("remoteVirtualNetwork", peering.remoteVirtualNetwork())
        .flag("virtualNetworkAccess", peering.virtualNetworkAccess())
        .flag("allowForwardedTraffic", peering.allowForwardedTraffic())
        .flag("allowGatewayTransit", peering.allowGatewayTransit())
        .flag("useRemoteGateways", peering.useRemoteGateways())
        .text("state", peering.state());
  }

  @Override
  public Peering read(ResourceName name, Meta meta, JsonIn body) {
    return new Peering(
        name,
        meta,
        body.name("remoteVirtualNetwork"),
        body.flag("virtualNetworkAccess"),
        body.flag("allowForwardedTraffic"),
        body.flag("allowGatewayTransit"),
        body.flag("useRemoteGateways"),
        body.constant("state", Peering.State.INITIATED));
  }
}

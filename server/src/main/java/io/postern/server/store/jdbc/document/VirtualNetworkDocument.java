package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.network.model.VirtualNetwork.EndpointPolicy;

final class VirtualNetworkDocument implements Document<VirtualNetwork> {
  @Override
  public Kind<VirtualNetwork> kind() {
    return VirtualNetwork.KIND;
  }

  @Override
  public void write(VirtualNetwork network, JsonOut body) {
    body.text("region", network.region())
        .texts("addressPrefixes", network.addressPrefixes())
        .texts("dnsServers", network.dnsServers())
        .text("endpointPolicy", network.endpointPolicy())
        .map("tags", network.tags());
  }

  @Override
  public VirtualNetwork read(ResourceName name, Meta meta, JsonIn body) {
    return new VirtualNetwork(
        name,
        meta,
        body.text("region"),
        body.texts("addressPrefixes", Cidr::of),
        body.texts("dnsServers", IpAddress::of),
        body.constant("endpointPolicy", EndpointPolicy.DISABLED),
        body.map("tags"));
  }
}

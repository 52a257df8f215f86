package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.traffic.model.OnPremisesNetwork;

final class OnPremisesNetworkDocument implements Document<OnPremisesNetwork> {
  @Override
  public Kind<OnPremisesNetwork> kind() {
    return OnPremisesNetwork.KIND;
  }

  @Override
  public void write(OnPremisesNetwork network, JsonOut body) {
    body.texts("addressPrefixes", network.addressPrefixes())
        .texts("gateways", network.gateways())
        .map("tags", network.tags());
  }

  @Override
  public OnPremisesNetwork read(ResourceName name, Meta meta, JsonIn body) {
    return new OnPremisesNetwork(
        name,
        meta,
        body.texts("addressPrefixes", Cidr::of),
        body.texts("gateways", ResourceName::of),
        body.map("tags"));
  }
}

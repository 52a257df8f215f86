package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Delegation;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.Subnet.EndpointNetworkPolicies;
import io.postern.server.network.model.Subnet.ServiceNetworkPolicies;

final class SubnetDocument implements Document<Subnet> {
  @Override
  public Kind<Subnet> kind() {
    return Subnet.KIND;
  }

  @Override
  public void write(Subnet subnet, JsonOut body) {
    body.texts("addressPrefixes", subnet.addressPrefixes())
        .text("endpointNetworkPolicies", subnet.endpointNetworkPolicies())
        .text("serviceNetworkPolicies", subnet.serviceNetworkPolicies())
        .objects("delegations", subnet.delegations(), SubnetDocument::write)
        .text("networkSecurityGroup", subnet.networkSecurityGroup())
        .text("routeTable", subnet.routeTable());
  }

  private static void write(Delegation delegation, JsonOut body) {
    body.text("name", delegation.name()).text("serviceName", delegation.serviceName());
  }

  @Override
  public Subnet read(ResourceName name, Meta meta, JsonIn body) {
    return new Subnet(
        name,
        meta,
        body.texts("addressPrefixes", Cidr::of),
        body.constant("endpointNetworkPolicies", EndpointNetworkPolicies.DISABLED),
        body.constant("serviceNetworkPolicies", ServiceNetworkPolicies.ENABLED),
        body.objects("delegations", SubnetDocument::delegation),
        body.optionalName("networkSecurityGroup"),
        body.optionalName("routeTable"));
  }

  private static Delegation delegation(JsonIn body) {
    return new Delegation(body.text("name"), body.text("serviceName"));
  }
}

package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Frontend;
import io.postern.server.network.model.LoadBalancer;
import io.postern.server.network.model.LoadBalancer.Sku;

final class LoadBalancerDocument implements Document<LoadBalancer> {
  @Override
  public Kind<LoadBalancer> kind() {
    return LoadBalancer.KIND;
  }

  @Override
  public void write(LoadBalancer balancer, JsonOut body) {
    body.text("region", balancer.region())
        .text("sku", balancer.sku())
        .objects("frontends", balancer.frontends(), LoadBalancerDocument::write)
        .map("tags", balancer.tags());
  }

  private static void write(Frontend frontend, JsonOut body) {
    body.text("name", frontend.name())
        .text("subnet", frontend.subnet())
        .text("privateAddress", frontend.privateAddress())
        .text("publicAddress", frontend.publicAddress());
  }

  @Override
  public LoadBalancer read(ResourceName name, Meta meta, JsonIn body) {
    return new LoadBalancer(
        name,
        meta,
        body.text("region"),
        body.constant("sku", Sku.STANDARD),
        body.objects("frontends", LoadBalancerDocument::frontend),
        body.map("tags"));
  }

  private static Frontend frontend(JsonIn body) {
    return new Frontend(
        body.text("name"),
        body.optionalName("subnet"),
        body.optional("privateAddress").map(IpAddress::of),
        body.optional("publicAddress").map(IpAddress::of));
  }
}

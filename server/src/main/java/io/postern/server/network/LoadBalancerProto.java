package io.postern.server.network;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Frontend;
import io.postern.server.network.model.LoadBalancer;
import io.postern.server.network.model.Region;
import io.postern.server.network.model.Subnet;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.v1.LoadBalancer.FrontendIpConfiguration;
import io.postern.v1.LoadBalancer.Sku;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Between the API's load balancers and the model's. */
final class LoadBalancerProto {
  private static final String FIELD = "load_balancer.";

  private LoadBalancerProto() {}

  static io.postern.v1.LoadBalancer of(ReadTx tx, LoadBalancer balancer) {
    var message =
        io.postern.v1.LoadBalancer.newBuilder()
            .setName(balancer.name().text())
            .setUid(balancer.meta().uid())
            .setEtag(balancer.meta().etag())
            .setCreateTime(timestamp(balancer.meta().createTime()))
            .setUpdateTime(timestamp(balancer.meta().updateTime()))
            .putAllTags(balancer.tags())
            .setRegion(balancer.region())
            .setSku(of(balancer.sku()));
    for (var frontend : balancer.frontends()) message.addFrontendIpConfigurations(of(frontend));
    for (var service : LoadBalancers.services(tx, balancer))
      message.addPrivateLinkServices(service.name().text());
    return message.build();
  }

  /** A load balancer from a request, with the bookkeeping of the one it replaces. */
  static LoadBalancer model(ResourceName name, Meta meta, io.postern.v1.LoadBalancer message) {
    return new LoadBalancer(
        name,
        meta,
        Region.parse(message.getRegion(), FIELD + "region").name(),
        model(message.getSku()),
        frontends(message.getFrontendIpConfigurationsList()),
        Protos.tags(message.getTagsMap(), FIELD + "tags"));
  }

  private static List<Frontend> frontends(List<FrontendIpConfiguration> messages) {
    var frontends = new ArrayList<Frontend>();
    for (int i = 0; i < messages.size(); i++) {
      var message = messages.get(i);
      var field = FIELD + "frontend_ip_configurations[" + i + "].";
      frontends.add(
          new Frontend(
              message.getName(),
              optional(message.getSubnet(), field + "subnet", Subnet.KIND::parse),
              optional(
                  message.getPrivateIpAddress(), field + "private_ip_address", IpAddress::parse),
              optional(
                  message.getPublicIpAddress(), field + "public_ip_address", IpAddress::parse)));
    }
    return frontends;
  }

  private static <V> Optional<V> optional(
      String text, String field, BiFunction<String, String, V> parser) {
    return text.isEmpty() ? Optional.empty() : Optional.of(parser.apply(text, field));
  }

  private static FrontendIpConfiguration of(Frontend frontend) {
    return FrontendIpConfiguration.newBuilder()
        .setName(frontend.name())
        .setSubnet(frontend.subnet().map(ResourceName::text).orElse(""))
        .setPrivateIpAddress(frontend.privateAddress().map(IpAddress::toString).orElse(""))
        .setPublicIpAddress(frontend.publicAddress().map(IpAddress::toString).orElse(""))
        .build();
  }

  private static Sku of(LoadBalancer.Sku sku) {
    return switch (sku) {
      case BASIC -> Sku.SKU_BASIC;
      case STANDARD -> Sku.SKU_STANDARD;
    };
  }

  private static LoadBalancer.Sku model(Sku sku) {
    return switch (Protos.known(sku, FIELD + "sku")) {
      case SKU_BASIC -> LoadBalancer.Sku.BASIC;
      case SKU_STANDARD, SKU_UNSPECIFIED, UNRECOGNIZED -> LoadBalancer.Sku.STANDARD;
    };
  }
}

package io.postern.server.network.model;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A load balancer, as far as private link services need one: its sku and its frontends. */
public record LoadBalancer(
    ResourceName name,
    Meta meta,
    String region,
    Sku sku,
    List<Frontend> frontends,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<LoadBalancer> KIND =
      Kind.inGroup(
          "loadBalancer", LoadBalancer.class, "load balancer", "Microsoft.Network/loadBalancers/*");

  private static final int MAX_FRONTENDS = 100;

  /** A private link service stands only before a standard one. */
  public enum Sku {
    BASIC,
    STANDARD
  }

  public LoadBalancer {
    Checks.id(name, 1, 80, "load_balancer_id");
    var field = "load_balancer.frontend_ip_configurations";
    Checks.atMost(MAX_FRONTENDS, frontends, field, "frontends");
    Checks.distinct(frontends.stream().map(Frontend::name).toList(), field, "frontend");
    for (int i = 0; i < frontends.size(); i++) frontends.get(i).requireOneAddress(field, i);
    frontends = List.copyOf(frontends);
    tags = Map.copyOf(tags);
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public LoadBalancer withMeta(Meta other) {
    return new LoadBalancer(name, other, region, sku, frontends, tags);
  }

  public LoadBalancer withFrontends(List<Frontend> others) {
    return new LoadBalancer(name, meta, region, sku, others, tags);
  }

  @Override
  public List<Reference> references() {
    return frontends.stream()
        .flatMap(frontend -> frontend.subnet().stream())
        .distinct()
        .map(subnet -> Reference.blocking("subnet", subnet))
        .toList();
  }

  /** The frontend of a name, compared without case. */
  public Optional<Frontend> frontend(String id) {
    return frontends.stream().filter(frontend -> frontend.name().equalsIgnoreCase(id)).findFirst();
  }
}

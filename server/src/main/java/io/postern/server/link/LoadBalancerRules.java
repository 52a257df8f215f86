package io.postern.server.link;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.network.model.LoadBalancer;
import io.postern.server.store.ReadTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import java.util.List;

/**
 * What a load balancer must be to carry a private link service: standard, with room, of one mind
 * about the PROXY protocol.
 */
final class LoadBalancerRules {
  private static final String FIELD =
      "private_link_service.load_balancer_frontend_ip_configurations";

  private LoadBalancerRules() {}

  static void require(ReadTx tx, Subscription subscription, PrivateLinkService service) {
    var balancers =
        service.frontends().stream()
            .map(PrivateLinkService.Frontend::loadBalancer)
            .distinct()
            .toList();
    if (balancers.size() > 1)
      throw invalid(Reason.INVALID_FIELD, "All frontends of a service are of one load balancer.");
    if (balancers.isEmpty()) return;
    var name = balancers.getFirst();
    if (!name.subscription().equals(service.name().subscription())) {
      throw invalid(
          Reason.SUBSCRIPTION_MISMATCH,
          "The load balancer has to be in the service's subscription.");
    }
    var balancer = tx.get(LoadBalancer.KIND, name);
    requireFrontends(balancer, service);
    requireStandard(balancer);
    var others = others(tx, name, service);
    long limit = Quota.PRIVATE_LINK_SERVICES_PER_LOAD_BALANCER.limit(subscription);
    if (others.size() >= limit) throw tooMany(name, others.size(), limit);
    for (var other : others) requireSameProtocol(service, other);
  }

  private static List<PrivateLinkService> others(
      ReadTx tx, ResourceName balancer, PrivateLinkService service) {
    return tx
        .referrers(
            PrivateLinkService.KIND, PrivateLinkService.LOAD_BALANCER, balancer, Integer.MAX_VALUE)
        .stream()
        .filter(other -> !other.name().equals(service.name()))
        .toList();
  }

  private static void requireFrontends(LoadBalancer balancer, PrivateLinkService service) {
    if (!balancer.region().equals(service.region())) {
      throw invalid(
          Reason.REGION_MISMATCH,
          "The load balancer is in "
              + balancer.region()
              + ", the service in "
              + service.region()
              + ".");
    }
    for (var frontend : service.frontends()) {
      if (balancer.frontend(frontend.frontend()).isPresent()) continue;
      throw invalid(
          Reason.INVALID_FIELD,
          "The load balancer '"
              + balancer.name()
              + "' has no frontend '"
              + frontend.frontend()
              + "'.");
    }
  }

  private static void requireStandard(LoadBalancer balancer) {
    if (balancer.sku() == LoadBalancer.Sku.STANDARD) return;
    throw ControlException.precondition(
        Problem.inField(
                Reason.LOAD_BALANCER_NOT_STANDARD,
                FIELD,
                "'"
                    + balancer.name()
                    + "' is a basic load balancer; a private link service needs a standard one.")
            .with("loadBalancer", balancer.name().text()));
  }

  private static ControlException tooMany(ResourceName balancer, int used, long limit) {
    return ControlException.of(
        new ControlError.QuotaExceeded(
            Problem.inField(
                    Reason.LOAD_BALANCER_SERVICE_LIMIT,
                    FIELD,
                    "'"
                        + balancer
                        + "' carries "
                        + used
                        + " private link services already, the most it can; use another load"
                        + " balancer.")
                .with("quota", Quota.PRIVATE_LINK_SERVICES_PER_LOAD_BALANCER.id())
                .with("limit", Long.toString(limit))
                .with("used", Integer.toString(used))));
  }

  private static void requireSameProtocol(PrivateLinkService service, PrivateLinkService other) {
    if (service.proxyProtocol() == other.proxyProtocol()) return;
    throw ControlException.precondition(
        Problem.inField(
            Reason.PROXY_PROTOCOL_MISMATCH,
            "private_link_service.enable_proxy_protocol",
            "'"
                + other.name()
                + "' on the same load balancer has the PROXY protocol "
                + (other.proxyProtocol() ? "on" : "off")
                + ", and it is on for all of them or for none; set it alike, or use another load"
                + " balancer."));
  }

  private static ControlException invalid(Reason reason, String message) {
    return ControlException.invalid(reason, FIELD, message);
  }
}

package io.postern.server.network;

import io.postern.server.auth.Policy;
import io.postern.server.config.ServerSettings.StoreSettings;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.network.model.Frontend;
import io.postern.server.network.model.LoadBalancer;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.store.AddressPool;
import io.postern.server.store.ReadTx;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The use cases that create, change and delete load balancers, with the addresses they hold. */
final class LoadBalancers implements ResourceWrites<LoadBalancer> {
  private static final String FRONTENDS = "load_balancer.frontend_ip_configurations";

  /** No balancer carries more private link services than this. */
  private static final int MAX_SERVICES = 8;

  private final Policy policy;
  private final PermittedResources permitted;
  private final StoreSettings settings;

  @Inject
  LoadBalancers(Policy policy, PermittedResources permitted, StoreSettings settings) {
    this.policy = policy;
    this.permitted = permitted;
    this.settings = settings;
  }

  @Override
  public LoadBalancer create(WriteTx tx, RequestContext context, LoadBalancer wanted) {
    policy.require(tx, context, LoadBalancer.KIND, "write", wanted.name());
    tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow());
    var frontends = new ArrayList<Frontend>();
    for (int i = 0; i < wanted.frontends().size(); i++)
      frontends.add(addressed(tx, context, wanted, i));
    return tx.create(wanted.withFrontends(frontends), "created");
  }

  @Override
  public LoadBalancer update(WriteTx tx, RequestContext context, LoadBalancer wanted, String etag) {
    var current = permitted.get(tx, context, LoadBalancer.KIND, "write", wanted.name(), etag);
    requireSame(current.region().equals(wanted.region()), "region");
    requireSame(current.sku() == wanted.sku(), "sku");
    for (var frontend : current.frontends()) {
      boolean stays = wanted.frontend(frontend.name()).filter(frontend::isKeptBy).isPresent();
      if (stays) continue;
      requireUnused(tx, context, current, frontend);
      release(tx, frontend);
    }
    var frontends = new ArrayList<Frontend>();
    for (int i = 0; i < wanted.frontends().size(); i++) {
      var kept = kept(current, wanted.frontends().get(i));
      frontends.add(kept.isPresent() ? kept.get() : addressed(tx, context, wanted, i));
    }
    return tx.update(wanted.withFrontends(frontends), "updated");
  }

  /** The store refuses while a private link service needs it, and names the service. */
  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, LoadBalancer.KIND, "delete", name, etag);
    tx.delete(current, "deleted");
    current.frontends().forEach(frontend -> release(tx, frontend));
  }

  /** The private link services that stand before a load balancer. */
  static List<PrivateLinkService> services(ReadTx tx, LoadBalancer balancer) {
    return tx.referrers(
        PrivateLinkService.KIND, PrivateLinkService.LOAD_BALANCER, balancer.name(), MAX_SERVICES);
  }

  private static Optional<Frontend> kept(LoadBalancer current, Frontend wanted) {
    return current.frontend(wanted.name()).filter(frontend -> frontend.isKeptBy(wanted));
  }

  /** A frontend with its address: the one asked for, or the lowest free one of its subnet. */
  private Frontend addressed(WriteTx tx, RequestContext context, LoadBalancer balancer, int index) {
    var frontend = balancer.frontends().get(index);
    if (frontend.subnet().isEmpty()) return frontend;
    var subnet = permitted.get(tx, context, Subnet.KIND, "join/action", frontend.subnet().get());
    requireRegion(tx, balancer, subnet, index);
    var book = tx.addresses(subnet.name());
    if (frontend.privateAddress().isEmpty())
      return frontend.withPrivateAddress(
          AddressPool.allocate(book, true, balancer.name(), subnet.name(), context.now()));
    AddressPool.allocate(
        book,
        frontend.privateAddress().get(),
        subnet.addressPrefixes(),
        balancer.name(),
        subnet.name(),
        FRONTENDS + "[" + index + "].private_ip_address",
        context.now());
    return frontend;
  }

  private void release(WriteTx tx, Frontend frontend) {
    if (frontend.subnet().isEmpty() || frontend.privateAddress().isEmpty()) return;
    AddressPool.release(
        tx.addresses(frontend.subnet().get()),
        frontend.privateAddress().get(),
        tx.now().plus(settings.addressQuarantine()));
  }

  private static void requireRegion(WriteTx tx, LoadBalancer balancer, Subnet subnet, int index) {
    var region = tx.get(VirtualNetwork.KIND, subnet.virtualNetwork()).region();
    if (region.equals(balancer.region())) return;
    throw ControlException.of(
        new ControlError.InvalidArgument(
            Problem.inField(
                    Reason.REGION_MISMATCH,
                    FRONTENDS + "[" + index + "].subnet",
                    "The subnet is in "
                        + region
                        + " and the load balancer in "
                        + balancer.region()
                        + "; both have to be in one region.")
                .with("region", balancer.region())
                .with("expected", region)));
  }

  private void requireUnused(
      ReadTx tx, RequestContext context, LoadBalancer balancer, Frontend frontend) {
    var users =
        services(tx, balancer).stream()
            .filter(service -> uses(service, balancer, frontend))
            .map(PrivateLinkService::name)
            .toList();
    if (users.isEmpty()) return;
    var readable = policy.readable(tx, context.principal());
    var first = users.getFirst();
    throw Refusals.inUse(
        balancer.name(),
        users.stream().filter(readable),
        FRONTENDS,
        "The frontend '"
            + frontend.name()
            + "' is used by "
            + (readable.test(first) ? "'" + first + "'" : "a private link service")
            + "; delete that, or keep the frontend as it is.");
  }

  private static boolean uses(
      PrivateLinkService service, LoadBalancer balancer, Frontend frontend) {
    return service.frontends().stream()
        .anyMatch(used ->
            used.loadBalancer().equals(balancer.name())
                && used.frontend().equalsIgnoreCase(frontend.name()));
  }

  private static void requireSame(boolean same, String field) {
    if (!same)
      throw ControlException.invalid(
          Reason.FIELD_IMMUTABLE,
          "load_balancer." + field,
          "The " + field + " of a load balancer is settled at create; create another one.");
  }
}

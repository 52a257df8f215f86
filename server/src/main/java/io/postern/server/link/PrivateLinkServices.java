package io.postern.server.link;

import io.postern.server.auth.Policy;
import io.postern.server.config.ServerSettings.StoreSettings;
import io.postern.server.connection.ledger.Reconciliation;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Tenants;
import io.postern.server.link.model.Alias;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.link.model.PrivateLinkService.NatAddress;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.store.AddressPool;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** The use cases that create, change and delete private link services. */
final class PrivateLinkServices implements ResourceWrites<PrivateLinkService> {
  private static final String FIELD = "private_link_service.";

  private final Policy policy;
  private final PermittedResources permitted;
  private final IdSource ids;
  private final StoreSettings settings;
  private final NameProofs proofs;

  @Inject
  PrivateLinkServices(
      Policy policy,
      PermittedResources permitted,
      IdSource ids,
      StoreSettings settings,
      NameProofs proofs) {
    this.policy = policy;
    this.permitted = permitted;
    this.ids = ids;
    this.settings = settings;
    this.proofs = proofs;
  }

  @Override
  public PrivateLinkService create(WriteTx tx, RequestContext context, PrivateLinkService wanted) {
    policy.require(tx, context, PrivateLinkService.KIND, "write", wanted.name());
    var subscription = tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow());
    Quota.PRIVATE_LINK_SERVICES.requireRoom(
        subscription, tx.count(Quota.PRIVATE_LINK_SERVICES.within(subscription.name())));
    DirectConnectRules.requireRoom(tx, wanted, subscription);
    requireEntries(subscription, wanted);
    proofs.require(tx, wanted);
    LoadBalancerRules.require(tx, subscription, wanted);
    var addresses = addresses(tx, context, wanted, List.of());
    DirectConnectRules.requireDestination(tx, wanted);
    var alias = Alias.of(wanted.name().id(), ids.nextUuid(), wanted.region());
    var networkInterface = interfaceOf(interfaceName(wanted), wanted, addresses);
    var created = tx.create(wanted.with(addresses, alias, networkInterface.name()), "created");
    tx.create(networkInterface, "created with " + wanted.name().id());
    return created;
  }

  @Override
  public PrivateLinkService update(
      WriteTx tx, RequestContext context, PrivateLinkService wanted, String etag) {
    var current = permitted.get(tx, context, PrivateLinkService.KIND, "write", wanted.name(), etag);
    if (!current.region().equals(wanted.region()))
      throw immutable("region", "The region of a service is settled when it is created.");
    if (current.destination().isPresent() != wanted.destination().isPresent()) {
      throw immutable(
          "destination_ip_address", "A service keeps the kind of destination it was created with.");
    }
    var subscription = tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow());
    requireEntries(subscription, wanted);
    proofs.require(tx, wanted);
    LoadBalancerRules.require(tx, subscription, wanted);
    var addresses = addresses(tx, context, wanted, current.addresses());
    DirectConnectRules.requireDestination(tx, wanted);
    releaseGone(tx, current, addresses);
    var networkInterface = interfaceOf(current.networkInterface().orElseThrow(), wanted, addresses);
    tx.update(networkInterface, "updated with " + wanted.name().id());
    var updated =
        tx.update(wanted.with(addresses, current.alias(), networkInterface.name()), "updated");
    Reconciliation.listsChanged(tx, wanted.name(), current.lists(), wanted.lists());
    return updated;
  }

  private static void requireEntries(Subscription subscription, PrivateLinkService wanted) {
    Quota.NAT_ADDRESSES_PER_PRIVATE_LINK_SERVICE.requireAtMost(
        subscription, wanted.addresses().size());
    Quota.LISTED_SUBSCRIPTIONS_PER_PRIVATE_LINK_SERVICE.requireAtMost(
        subscription, Math.max(wanted.visibility().size(), wanted.autoApproval().size()));
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, PrivateLinkService.KIND, "delete", name, etag);
    releaseGone(tx, current, List.of());
    // The store refuses while connections that are not disconnected lead here.
    tx.delete(current, "deleted");
    current
        .networkInterface()
        .flatMap(nic -> tx.find(NetworkInterface.KIND, nic))
        .ifPresent(nic -> tx.delete(nic, "deleted with " + name.id()));
  }

  private static ControlException immutable(String field, String message) {
    return ControlException.invalid(Reason.FIELD_IMMUTABLE, FIELD + field, message);
  }

  /** The wanted addresses, each given out: those that stay keep theirs. */
  private List<NatAddress> addresses(
      WriteTx tx, RequestContext context, PrivateLinkService wanted, List<NatAddress> current) {
    var result = new ArrayList<NatAddress>();
    for (int i = 0; i < wanted.addresses().size(); i++) {
      var address = wanted.addresses().get(i);
      var field = FIELD + "ip_configurations[" + i + "]";
      var subnet = subnet(tx, context, wanted, address, field);
      var kept = current.stream().filter(old -> stays(old, address)).findFirst();
      result.add(
          kept.isPresent()
              ? address.at(kept.get().address().orElseThrow())
              : give(tx, wanted, address, subnet, field));
    }
    return result;
  }

  private static boolean stays(NatAddress old, NatAddress wanted) {
    boolean sameAddress = wanted.address().isEmpty() || wanted.address().equals(old.address());
    return old.name().equals(wanted.name()) && old.subnet().equals(wanted.subnet()) && sameAddress;
  }

  private static NatAddress give(
      WriteTx tx, PrivateLinkService owner, NatAddress wanted, Subnet subnet, String field) {
    var book = tx.addresses(subnet.name());
    if (wanted.address().isEmpty()) {
      return wanted.at(AddressPool.allocate(book, true, owner.name(), subnet.name(), tx.now()));
    }
    var address = wanted.address().get();
    AddressPool.allocate(
        book,
        address,
        subnet.addressPrefixes(),
        owner.name(),
        subnet.name(),
        field + ".private_ip_address",
        tx.now());
    return wanted.at(address);
  }

  private Subnet subnet(
      WriteTx tx,
      RequestContext context,
      PrivateLinkService service,
      NatAddress address,
      String field) {
    var subnet = permitted.get(tx, context, Subnet.KIND, "join/action", address.subnet());
    if (!tx.get(VirtualNetwork.KIND, subnet.virtualNetwork()).region().equals(service.region())) {
      throw ControlException.invalid(
          Reason.REGION_MISMATCH,
          field + ".subnet",
          "The subnet has to be in the service's region, " + service.region() + ".");
    }
    if (subnet.serviceNetworkPolicies() != Subnet.ServiceNetworkPolicies.DISABLED) {
      throw ControlException.precondition(
          Problem.inField(
                  Reason.PRIVATE_LINK_SERVICE_SUBNET_HAS_NETWORK_POLICIES_ENABLED,
                  field + ".subnet",
                  "The subnet '"
                      + subnet.name()
                      + "' applies network policies to private link services; disable"
                      + " private_link_service_network_policies there first.")
              .with("subnet", subnet.name().text()));
    }
    return subnet;
  }

  private void releaseGone(WriteTx tx, PrivateLinkService current, List<NatAddress> staying) {
    for (var old : current.addresses()) {
      boolean stays =
          staying.stream()
              .anyMatch(kept ->
                  kept.subnet().equals(old.subnet()) && kept.address().equals(old.address()));
      if (stays) continue;
      AddressPool.release(
          tx.addresses(old.subnet()),
          old.address().orElseThrow(),
          tx.now().plus(settings.addressQuarantine()));
    }
  }

  /**
   * Azure's form, {@code {service}.nic.{guid}}: an endpoint's is {@code {endpoint}.nic}, so the two
   * of one id in one group never meet.
   */
  private ResourceName interfaceName(PrivateLinkService service) {
    return NetworkInterface.KIND.name(
        service.name().resourceGroup().orElseThrow(),
        service.name().id() + ".nic." + ids.nextUuid(),
        "private_link_service_id");
  }

  private static NetworkInterface interfaceOf(
      ResourceName name, PrivateLinkService service, List<NatAddress> addresses) {
    var configurations =
        addresses.stream()
            .map(address ->
                new NetworkInterface.IpConfiguration(
                    address.name(),
                    "",
                    "",
                    address.address().orElseThrow(),
                    address.primary(),
                    List.of()))
            .toList();
    var first = addresses.stream().filter(NatAddress::primary).findFirst().orElseThrow();
    return new NetworkInterface(
        name, Meta.NEW, service.region(), first.subnet(), service.name(), configurations);
  }

  /**
   * Whether a subscription may find a service: it is listed and not rejected, or it is of the
   * tenant that owns the service and so has rights on it.
   */
  static boolean visible(Tenants tenants, PrivateLinkService service, ResourceName subscription) {
    var owner = tenants.tenantOf(service.name().subscription().orElseThrow());
    if (owner.isPresent() && owner.equals(tenants.tenantOf(subscription))) return true;
    return service.showsTo(subscription) && !rejects(tenants, service, subscription);
  }

  /** Whether a request of a subscription is approved when it is made, from whichever network. */
  static boolean approvesAtOnce(
      Tenants tenants, PrivateLinkService service, ResourceName subscription) {
    return service.approvesAtOnce(subscription) && !rejects(tenants, service, subscription);
  }

  private static boolean rejects(
      Tenants tenants, PrivateLinkService service, ResourceName subscription) {
    return service
        .connectionPolicy()
        .rejectsAll(tenants.tenantOf(subscription).orElse(""), subscription);
  }
}

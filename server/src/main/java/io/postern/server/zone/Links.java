package io.postern.server.zone;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.rpc.ResourceWrites;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.VirtualNetworkLink;
import jakarta.inject.Inject;

/** The use cases that link networks to zones. */
final class Links implements ResourceWrites<VirtualNetworkLink> {
  private static final String FIELD = "virtual_network_link.";

  private final Policy policy;
  private final PermittedResources permitted;
  private final CallRates rates;

  @Inject
  Links(Policy policy, PermittedResources permitted, CallRates rates) {
    this.policy = policy;
    this.permitted = permitted;
    this.rates = rates;
  }

  @Override
  public VirtualNetworkLink create(WriteTx tx, RequestContext context, VirtualNetworkLink wanted) {
    policy.require(tx, context, VirtualNetworkLink.KIND, "write", wanted.name());
    tx.get(PrivateDnsZone.KIND, wanted.zone());
    requireRate(tx, context, wanted.zone());
    permitted.get(tx, context, VirtualNetwork.KIND, "join/action", wanted.virtualNetwork());
    requireNameFree(tx, wanted);
    if (wanted.registrationEnabled()) requireRegistrationFree(tx, wanted);
    requireRoom(tx, Quota.VIRTUAL_NETWORK_LINKS_PER_ZONE, wanted.zone());
    requireRoom(tx, Quota.ZONES_PER_VIRTUAL_NETWORK, wanted.virtualNetwork());
    return tx.create(wanted, "created");
  }

  @Override
  public VirtualNetworkLink update(
      WriteTx tx, RequestContext context, VirtualNetworkLink wanted, String etag) {
    var current = permitted.get(tx, context, VirtualNetworkLink.KIND, "write", wanted.name(), etag);
    requireRate(tx, context, wanted.name());
    if (!current.virtualNetwork().equals(wanted.virtualNetwork())) {
      throw ControlException.invalid(
          Reason.FIELD_IMMUTABLE,
          FIELD + "virtual_network",
          "A link stays with its network; delete it and link the other one.");
    }
    if (wanted.registrationEnabled() && !current.registrationEnabled())
      requireRegistrationFree(tx, wanted);
    return tx.update(wanted, "updated");
  }

  @Override
  public void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, VirtualNetworkLink.KIND, "delete", name, etag);
    requireRate(tx, context, name);
    tx.delete(current, "deleted");
  }

  private void requireRate(WriteTx tx, RequestContext context, ResourceName within) {
    rates.require(tx, context, Quota.VIRTUAL_NETWORK_LINK_WRITES_PER_MINUTE, within);
  }

  /** A name is once in the view of a network: by this zone or by another one that is called so. */
  private static void requireNameFree(WriteTx tx, VirtualNetworkLink wanted) {
    var hold = wanted.linkedName();
    var holder = tx.holder(hold.space(), hold.value());
    if (holder.isEmpty() || holder.get().equals(wanted.name())) return;
    var link = holder.get();
    if (link.parent().equals(wanted.zone())) {
      throw ControlException.of(
          new ControlError.AlreadyExists(
              Problem.inField(
                      Reason.ZONE_ALREADY_LINKED,
                      FIELD + "virtual_network",
                      "The zone is linked to the network '"
                          + wanted.virtualNetwork()
                          + "' already, by '"
                          + link
                          + "'; update that link.")
                  .with("link", link.text())));
    }
    throw overlap(link, "another zone of the name '" + wanted.apex() + "'");
  }

  /** A network registers its machines in one zone. */
  private static void requireRegistrationFree(WriteTx tx, VirtualNetworkLink wanted) {
    var hold = wanted.registration();
    var holder = tx.holder(hold.space(), hold.value());
    if (holder.isPresent()) {
      var link = holder.get();
      var other = PrivateDnsZone.apex(link.parent());
      if (other.overlaps(wanted.apex()))
        throw overlap(link, "the overlapping zone '" + other + "' with registration");
      throw ControlException.precondition(
          Problem.inField(
                  Reason.REGISTRATION_ZONE_EXISTS,
                  FIELD + "registration_enabled",
                  "The network registers its machines in '"
                      + other
                      + "' already, by '"
                      + link
                      + "'; turn that off first, or link without registration.")
              .with("link", link.text()));
    }
    requireRoom(tx, Quota.REGISTRATION_LINKS_PER_ZONE, wanted.zone());
  }

  private static ControlException overlap(ResourceName link, String zone) {
    return ControlException.precondition(
        Problem.inField(
                Reason.NAMESPACE_OVERLAP,
                FIELD + "virtual_network",
                "The network is linked to " + zone + ", by '" + link + "'; delete that link first.")
            .with("zone", link.parent().text())
            .with("link", link.text()));
  }

  /** The limit is that of the subscription which what is counted over lies in. */
  private static void requireRoom(WriteTx tx, Quota quota, ResourceName within) {
    var subscription = tx.get(Subscription.KIND, within.subscription().orElseThrow());
    quota.requireRoom(subscription, tx.count(quota.within(within)));
  }
}

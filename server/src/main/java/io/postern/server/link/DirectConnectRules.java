package io.postern.server.link;

import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.link.model.PrivateLinkService.NatAddress;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.Subnet;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the destination of a service without a load balancer must be (Azure: Direct Connect): one of
 * a few in its region, at an address that hosts can be reached at and no endpoint has.
 */
final class DirectConnectRules {
  private static final String FIELD = "private_link_service.destination_ip_address";

  private DirectConnectRules() {}

  static void requireRoom(ReadTx tx, PrivateLinkService wanted, Subscription subscription) {
    if (wanted.destination().isEmpty()) return;
    Quota.DIRECT_CONNECT_SERVICES_PER_REGION.requireRoom(
        subscription, tx.count(wanted.directTally()));
  }

  static void requireDestination(ReadTx tx, PrivateLinkService wanted) {
    if (wanted.destination().isEmpty()) return;
    var address = wanted.destination().get();
    requireHost(address);
    for (var network : networks(tx, wanted)) {
      for (var subnet : tx.list(Subnet.KIND, Scope.under(network), "", Integer.MAX_VALUE)) {
        boolean inside =
            subnet.addressPrefixes().stream().anyMatch(prefix -> prefix.contains(address));
        if (inside && isEndpoint(tx, subnet, address)) throw endpointThere(address);
      }
    }
  }

  private static void requireHost(IpAddress address) {
    var inet = address.toInetAddress();
    boolean host =
        !inet.isAnyLocalAddress()
            && !inet.isLoopbackAddress()
            && !inet.isLinkLocalAddress()
            && !inet.isMulticastAddress();
    if (host) return;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        FIELD,
        "No host can be reached at "
            + address
            + " from elsewhere; give the service's own address.");
  }

  /** Where the address means one host: the networks the service is in, and those peered. */
  private static Set<ResourceName> networks(ReadTx tx, PrivateLinkService service) {
    var networks = new LinkedHashSet<ResourceName>();
    service.addresses().stream()
        .map(NatAddress::subnet)
        .map(ResourceName::parent)
        .forEach(networks::add);
    for (var network : Set.copyOf(networks)) {
      tx.list(Peering.KIND, Scope.under(network), "", Integer.MAX_VALUE).stream()
          .filter(Peering::isConnected)
          .map(Peering::remoteVirtualNetwork)
          .forEach(networks::add);
    }
    return networks;
  }

  private static boolean isEndpoint(ReadTx tx, Subnet subnet, IpAddress address) {
    return tx.addresses(subnet.name())
        .holder(address)
        .filter(PrivateEndpoint.KIND::matches)
        .isPresent();
  }

  /** The endpoint is not named: in a peered network it may be another tenant's. */
  private static ControlException endpointThere(IpAddress address) {
    return ControlException.precondition(
        Problem.inField(
                Reason.DESTINATION_IS_PRIVATE_ENDPOINT,
                FIELD,
                "A private endpoint has the address "
                    + address
                    + "; a service leads to a host of its own. Give that host's address.")
            .with("address", address.toString()));
  }
}

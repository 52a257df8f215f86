package io.postern.server.network;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.AddressSpace;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.store.ReadTx;
import jakarta.inject.Inject;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the networks that have addresses in common with one that is written. That is allowed, but a
 * query from such an address cannot be told apart by its source and gets the public view (semantics
 * §16.5); so the change says it, as its reason in the log and in watches.
 */
final class SharedAddresses {
  private static final int NAMED = 3;
  private static final int COUNTED = 20;

  private final Policy policy;

  @Inject
  SharedAddresses(Policy policy) {
    this.policy = policy;
  }

  /** What to add to the reason of the change; empty when no address is shared. */
  String remark(ReadTx tx, RequestContext context, VirtualNetwork network) {
    var others = others(tx, network);
    if (others.isEmpty()) return "";
    // Networks of other tenants are not named, and a reason has limited room.
    var named =
        others.stream()
            .filter(name ->
                policy.permits(tx, context.principal(), VirtualNetwork.KIND.action("read"), name))
            .filter(name -> name.text().length() <= 256)
            .limit(NAMED)
            .map(ResourceName::text)
            .toList();
    int unnamed = others.size() - named.size();
    var who = String.join(", ", named);
    if (unnamed > 0)
      who += (named.isEmpty() ? "" : " and ") + unnamed + (unnamed == 1 ? " other" : " others");
    return "; warning: shares addresses with "
        + who
        + ", so queries from them are answered from the public view unless a listener or key"
        + " names the network";
  }

  private static SortedSet<ResourceName> others(ReadTx tx, VirtualNetwork network) {
    var others = new TreeSet<ResourceName>();
    for (var prefix : network.addressPrefixes()) {
      for (var lookup : AddressSpace.overlapping(prefix)) {
        tx.referrers(VirtualNetwork.KIND, lookup.role(), lookup.target(), COUNTED).stream()
            .map(VirtualNetwork::name)
            .filter(name -> !name.equals(network.name()))
            .forEach(others::add);
        if (others.size() >= COUNTED) return others;
      }
    }
    return others;
  }
}

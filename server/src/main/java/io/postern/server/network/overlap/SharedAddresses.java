package io.postern.server.network.overlap;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.AddressSpace;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.store.ReadTx;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the networks that have addresses in common with one that is written (Rules §16). That is
 * allowed, but a query from such an address cannot be told apart by its source and gets the public
 * view; so the change says it, as its reason in the log and in watches. The addresses of an
 * on-premises network count as those of the virtual networks that gateways connect it to.
 */
public final class SharedAddresses {
  /** How many are counted. */
  private static final int MOST = 20;

  private static final String CONSEQUENCE =
      ", so queries from them are answered from the public view unless a listener or key"
          + " names the network";

  private SharedAddresses() {}

  /** What to add to the reason of the change; empty when no address is shared. */
  public static String remark(ReadTx tx, VirtualNetwork network) {
    var others = others(tx, network, network.addressPrefixes(), Set.of(network.name()));
    return shared(others.size());
  }

  /** The same for an on-premises network, which may be connected to several networks as well. */
  public static String remark(ReadTx tx, OnPremisesNetwork site) {
    var networks = networks(tx, site);
    if (networks.isEmpty()) return "";
    var several =
        networks.size() > 1
            ? "; warning: its addresses are those of several virtual networks" + CONSEQUENCE
            : "";
    return several + shared(others(tx, site, site.addressPrefixes(), networks).size());
  }

  /** Names nobody: whoever sees the change may know of the one network and not of the others. */
  private static String shared(int others) {
    if (others == 0) return "";
    var many = others < MOST ? String.valueOf(others) : "at least " + MOST;
    return "; warning: shares addresses with "
        + many
        + (others == 1 ? " other network" : " other networks")
        + CONSEQUENCE;
  }

  /**
   * @param networks those that the addresses of the written resource count to; a resource whose
   *     addresses count to the same one takes nothing from it
   */
  private static Set<ResourceName> others(
      ReadTx tx, Resource written, List<Cidr> prefixes, Set<ResourceName> networks) {
    var others = new HashSet<ResourceName>();
    for (var prefix : prefixes) {
      for (var lookup : AddressSpace.overlapping(prefix)) {
        Stream.of(VirtualNetwork.KIND, OnPremisesNetwork.KIND)
            .flatMap(kind -> referrers(tx, kind, lookup))
            .filter(it -> !it.name().equals(written.name()) && !others.contains(it.name()))
            .filter(it -> isElsewhere(networks(tx, it), networks))
            .forEach(it -> others.add(it.name()));
        if (others.size() >= MOST) return others;
      }
    }
    return others;
  }

  private static <T extends Resource> Stream<T> referrers(
      ReadTx tx, Kind<T> kind, AddressSpace.Lookup lookup) {
    return tx.referrers(kind, lookup.role(), lookup.target(), MOST).stream();
  }

  private static boolean isElsewhere(Set<ResourceName> theirs, Set<ResourceName> ours) {
    return !theirs.isEmpty() && !(ours.size() == 1 && theirs.equals(ours));
  }

  /** The virtual networks that a resource's addresses count to. */
  private static Set<ResourceName> networks(ReadTx tx, Resource resource) {
    if (!(resource instanceof OnPremisesNetwork site)) return Set.of(resource.name());
    return site.gateways().stream()
        .flatMap(name -> tx.find(VirtualNetworkGateway.KIND, name).stream())
        .map(VirtualNetworkGateway::virtualNetwork)
        .collect(Collectors.toSet());
  }
}

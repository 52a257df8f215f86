package io.postern.server.network.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.subscription.model.Quota;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A virtual network: a private address space in one region, and a DNS view of its own.
 *
 * @param addressPrefixes without overlap among themselves; other networks may have the same
 * @param dnsServers what its machines ask instead of this server; empty for this server
 */
public record VirtualNetwork(
    ResourceName name,
    Meta meta,
    String region,
    List<Cidr> addressPrefixes,
    List<IpAddress> dnsServers,
    EndpointPolicy endpointPolicy,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<VirtualNetwork> KIND =
      Kind.inGroup(
          "virtualNetwork",
          VirtualNetwork.class,
          "virtual network",
          "Microsoft.Network/virtualNetworks/*");

  private static final int MAX_ADDRESS_PREFIXES = 100;
  private static final int MAX_DNS_SERVERS = 20;

  /** How many private endpoints may be in a network and across its direct peers (Rules §11). */
  public enum EndpointPolicy {
    DISABLED(1_000, 4_000),
    BASIC(5_000, 20_000);

    private final int endpoints;
    private final int endpointsWithPeers;

    EndpointPolicy(int endpoints, int endpointsWithPeers) {
      this.endpoints = endpoints;
      this.endpointsWithPeers = endpointsWithPeers;
    }

    public int endpoints() {
      return endpoints;
    }

    public int endpointsWithPeers() {
      return endpointsWithPeers;
    }
  }

  public VirtualNetwork {
    Checks.id(name, 2, 64, "virtual_network_id");
    var prefixes = "virtual_network.address_prefixes";
    if (addressPrefixes.isEmpty())
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          prefixes,
          "A virtual network needs at least one address prefix, such as 10.1.0.0/16.");
    Checks.atMost(MAX_ADDRESS_PREFIXES, addressPrefixes, prefixes, "address prefixes");
    for (int i = 0; i < addressPrefixes.size(); i++) requireDisjoint(addressPrefixes, i, prefixes);
    Checks.atMost(MAX_DNS_SERVERS, dnsServers, "virtual_network.dns_servers", "DNS servers");
    addressPrefixes = List.copyOf(addressPrefixes);
    dnsServers = List.copyOf(dnsServers);
    tags = Map.copyOf(tags);
  }

  private static void requireDisjoint(List<Cidr> prefixes, int last, String field) {
    var prefix = prefixes.get(last);
    for (var earlier : prefixes.subList(0, last)) {
      if (!prefix.overlaps(earlier)) continue;
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + "[" + last + "]",
          "The prefix "
              + prefix
              + " overlaps with "
              + earlier
              + " of the same network; leave one out.");
    }
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public VirtualNetwork withMeta(Meta other) {
    return new VirtualNetwork(
        name, other, region, addressPrefixes, dnsServers, endpointPolicy, tags);
  }

  @Override
  public List<Tally> tallies() {
    return name.subscription().map(Quota.VIRTUAL_NETWORKS::within).stream().toList();
  }

  /** The prefixes, loosely, so that networks that share addresses find each other. */
  @Override
  public List<Reference> references() {
    return AddressSpace.references(addressPrefixes);
  }

  /** Whether one of the network's prefixes holds all of this one. */
  public boolean covers(Cidr prefix) {
    return addressPrefixes.stream().anyMatch(own -> own.contains(prefix));
  }

  /** A prefix of the other network that overlaps with one of this network. */
  public Optional<Cidr> overlap(VirtualNetwork other) {
    return other.addressPrefixes.stream()
        .filter(theirs -> addressPrefixes.stream().anyMatch(theirs::overlaps))
        .findFirst();
  }
}

package io.postern.server.traffic.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * What the service tags stand for in one virtual network.
 *
 * <p>A peering whose access is off leaves the peer in the tag {@code VirtualNetwork} as far as
 * private endpoints are concerned: a rule that allows the tag lets the peer in. But one that denies
 * the tag does not stop it, so that only a denial of its prefix does (Rules §15.6).
 *
 * @param network the prefixes of the network, of its direct peers and of connected on-premises
 *     networks
 * @param withoutAccess the prefixes of direct peers whose access is off
 */
public record TagSpace(List<Cidr> network, List<Cidr> withoutAccess) {
  /** Where the health probes of load balancers come from. */
  static final Cidr LOAD_BALANCER = Cidr.of("168.63.129.16/32");

  /** What is not public: private use (RFC 1918, RFC 4193), shared (RFC 6598), link-local. */
  private static final List<Cidr> NOT_PUBLIC =
      List.of(
          Cidr.of("10.0.0.0/8"),
          Cidr.of("172.16.0.0/12"),
          Cidr.of("192.168.0.0/16"),
          Cidr.of("100.64.0.0/10"),
          Cidr.of("169.254.0.0/16"),
          Cidr.of("127.0.0.0/8"),
          Cidr.of("fc00::/7"),
          Cidr.of("fe80::/10"),
          Cidr.of("::1/128"));

  public TagSpace {
    network = List.copyOf(network);
    withoutAccess = List.copyOf(withoutAccess);
  }

  /**
   * Whether a tag stands for an address.
   *
   * @param deny whether it is asked for a rule that denies
   */
  boolean covers(ServiceTag tag, IpAddress address, boolean deny) {
    return switch (tag) {
      case VIRTUAL_NETWORK -> within(network, address) || !deny && within(withoutAccess, address);
      case INTERNET ->
          isPublic(address)
              && !within(network, address)
              && !within(withoutAccess, address)
              && !LOAD_BALANCER.contains(address);
      case AZURE_LOAD_BALANCER -> LOAD_BALANCER.contains(address);
    };
  }

  /** The prefixes of a tag, for people; empty for the internet, which is everything else. */
  public List<Cidr> expand(ServiceTag tag, boolean deny) {
    return switch (tag) {
      case VIRTUAL_NETWORK -> {
        var all = new ArrayList<>(network);
        if (!deny) all.addAll(withoutAccess);
        yield List.copyOf(all);
      }
      case INTERNET -> List.of();
      case AZURE_LOAD_BALANCER -> List.of(LOAD_BALANCER);
    };
  }

  /** Whether an address belongs to the public internet by its number alone. */
  public static boolean isPublic(IpAddress address) {
    return !within(NOT_PUBLIC, address);
  }

  private static boolean within(List<Cidr> prefixes, IpAddress address) {
    return prefixes.stream().anyMatch(prefix -> prefix.contains(address));
  }
}

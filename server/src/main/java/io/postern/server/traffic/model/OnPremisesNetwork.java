package io.postern.server.traffic.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.AddressSpace;
import io.postern.server.network.model.Checks;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Address space outside of all virtual networks that reaches some of them through gateways. */
public record OnPremisesNetwork(
    ResourceName name,
    Meta meta,
    List<Cidr> addressPrefixes,
    List<ResourceName> gateways,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<OnPremisesNetwork> KIND =
      Kind.inGroup(
          "onPremisesNetwork",
          OnPremisesNetwork.class,
          "on-premises network",
          "Microsoft.Network/onPremisesNetworks/*");

  /** What a gateway is to the networks connected to it. */
  public static final String GATEWAY = "gateway";

  private static final int MAX_PREFIXES = 500;
  private static final int MAX_GATEWAYS = 30;
  private static final String PREFIXES = "on_premises_network.address_prefixes";
  private static final String GATEWAYS = "on_premises_network.gateways";

  public OnPremisesNetwork {
    Checks.id(name, 1, 80, "on_premises_network_id");
    if (addressPrefixes.isEmpty())
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          PREFIXES,
          "An on-premises network needs at least one address prefix, such as 192.168.0.0/16.");
    Checks.atMost(MAX_PREFIXES, addressPrefixes, PREFIXES, "address prefixes");
    for (int i = 0; i < addressPrefixes.size(); i++) requireDisjoint(addressPrefixes, i);
    Checks.atMost(MAX_GATEWAYS, gateways, GATEWAYS, "gateways");
    var seen = new HashSet<ResourceName>();
    for (int i = 0; i < gateways.size(); i++) {
      var field = GATEWAYS + "[" + i + "]";
      VirtualNetworkGateway.KIND.require(gateways.get(i), field);
      if (!seen.add(gateways.get(i)))
        throw ControlException.invalid(
            Reason.INVALID_FIELD, field, "The gateway is listed twice; leave one out.");
    }
    addressPrefixes = List.copyOf(addressPrefixes);
    gateways = List.copyOf(gateways);
    tags = Map.copyOf(tags);
  }

  private static void requireDisjoint(List<Cidr> prefixes, int last) {
    for (var earlier : prefixes.subList(0, last)) {
      if (!prefixes.get(last).overlaps(earlier)) continue;
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          PREFIXES + "[" + last + "]",
          "The prefix "
              + prefixes.get(last)
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
  public OnPremisesNetwork withMeta(Meta other) {
    return new OnPremisesNetwork(name, other, addressPrefixes, gateways, tags);
  }

  /** The gateways, and loosely the prefixes, so that who shares addresses is found. */
  @Override
  public List<Reference> references() {
    return Stream.concat(
            gateways.stream().map(gateway -> Reference.blocking(GATEWAY, gateway)),
            AddressSpace.references(addressPrefixes).stream())
        .toList();
  }

  public boolean contains(IpAddress address) {
    return addressPrefixes.stream().anyMatch(prefix -> prefix.contains(address));
  }
}

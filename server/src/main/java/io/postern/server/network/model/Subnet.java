package io.postern.server.network.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A subnet: a part of a virtual network's address space, with the policies for what lives in it.
 *
 * @param addressPrefixes one of IPv4, and at most one of IPv6
 */
public record Subnet(
    ResourceName name,
    Meta meta,
    List<Cidr> addressPrefixes,
    EndpointNetworkPolicies endpointNetworkPolicies,
    ServiceNetworkPolicies serviceNetworkPolicies,
    List<Delegation> delegations,
    Optional<ResourceName> networkSecurityGroup,
    Optional<ResourceName> routeTable)
    implements Resource {
  public static final Kind<Subnet> KIND =
      Kind.inGroup(
          "subnet", Subnet.class, "subnet", "Microsoft.Network/virtualNetworks/*/subnets/*");

  /** What a subnet's security group and route table are to it. */
  public static final String SECURITY_GROUP = "networkSecurityGroup";

  public static final String ROUTE_TABLE = "routeTable";

  private static final int MAX_DELEGATIONS = 10;

  /** Which network policies apply to the private endpoints in a subnet. */
  public enum EndpointNetworkPolicies {
    DISABLED,
    NETWORK_SECURITY_GROUP_ENABLED,
    ROUTE_TABLE_ENABLED,
    ENABLED;

    public boolean securityGroupsApply() {
      return this == NETWORK_SECURITY_GROUP_ENABLED || this == ENABLED;
    }

    public boolean routesApply() {
      return this == ROUTE_TABLE_ENABLED || this == ENABLED;
    }
  }

  /** Whether network policies apply to private link services; one can live only where not. */
  public enum ServiceNetworkPolicies {
    ENABLED,
    DISABLED
  }

  public Subnet {
    Checks.id(name, 1, 80, "subnet_id");
    requirePrefixes(addressPrefixes);
    Checks.atMost(MAX_DELEGATIONS, delegations, "subnet.delegations", "delegations");
    Checks.distinct(
        delegations.stream().map(Delegation::name).toList(), "subnet.delegations", "delegation");
    for (int i = 0; i < delegations.size(); i++)
      delegations.get(i).requireService("subnet.delegations[" + i + "].service_name");
    networkSecurityGroup.ifPresent(group ->
        Checks.type(
            group, "Microsoft.Network/networkSecurityGroups", "subnet.network_security_group"));
    routeTable.ifPresent(
        table -> Checks.type(table, "Microsoft.Network/routeTables", "subnet.route_table"));
    addressPrefixes = List.copyOf(addressPrefixes);
    delegations = List.copyOf(delegations);
  }

  /** One IPv4 prefix from /2 to /29, and an IPv6 one of exactly /64 if any (Rules §6). */
  private static void requirePrefixes(List<Cidr> prefixes) {
    int v4 = 0;
    for (int i = 0; i < prefixes.size(); i++) {
      var prefix = prefixes.get(i);
      var field = "subnet.address_prefixes[" + i + "]";
      if (prefix.isV4()) v4++;
      if (prefix.isV4() && (prefix.length() < 2 || prefix.length() > 29))
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            field,
            "The IPv4 prefix of a subnet is from /2 to /29, not /" + prefix.length() + ".");
      if (!prefix.isV4() && prefix.length() != 64)
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            field,
            "The IPv6 prefix of a subnet is exactly /64, not /" + prefix.length() + ".");
    }
    if (v4 != 1 || prefixes.size() > 2)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "subnet.address_prefixes",
          "A subnet has exactly one IPv4 prefix and at most one IPv6 prefix.");
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public Subnet withMeta(Meta other) {
    return new Subnet(
        name,
        other,
        addressPrefixes,
        endpointNetworkPolicies,
        serviceNetworkPolicies,
        delegations,
        networkSecurityGroup,
        routeTable);
  }

  @Override
  public List<Reference> references() {
    var references = new ArrayList<Reference>();
    references.add(Reference.blocking("virtualNetwork", virtualNetwork()));
    networkSecurityGroup.ifPresent(
        group -> references.add(Reference.blocking(SECURITY_GROUP, group)));
    routeTable.ifPresent(table -> references.add(Reference.blocking(ROUTE_TABLE, table)));
    return references;
  }

  /** The network the subnet is a part of. */
  public ResourceName virtualNetwork() {
    return name.parent();
  }

  /** The first prefix of another subnet of the network that overlaps with one of this subnet. */
  public Optional<Cidr> overlap(Subnet other) {
    return other.addressPrefixes.stream()
        .filter(theirs -> addressPrefixes.stream().anyMatch(theirs::overlaps))
        .findFirst();
  }
}

package io.postern.cli.noun;

import static java.util.stream.Collectors.joining;

import io.postern.cli.name.ShortName;
import io.postern.cli.noun.Noun.Parent;
import io.postern.client.PosternClient;
import io.postern.v1.LoadBalancer;
import io.postern.v1.NetworkInterface;
import io.postern.v1.ProvenDomain;
import io.postern.v1.Quota;
import io.postern.v1.Quota.CountedPer;
import io.postern.v1.Subnet;
import io.postern.v1.Subscription;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkPeering;
import java.util.List;
import java.util.Optional;

/** Subscriptions, and the networks that endpoints and services are in. */
public final class NetworkNouns {
  public static final Noun<Subscription> SUBSCRIPTION =
      new Noun<>(
          "subscription",
          List.of("sub"),
          "subscription",
          "subscriptions",
          Subscription.getDefaultInstance(),
          Optional.empty(),
          PosternClient::subscriptions,
          List.of(
              Column.of("TENANT", Subscription::getTenant),
              Column.of("DISPLAY NAME", Subscription::getDisplayName),
              Column.of("PROVIDERS", s -> Words.of(s.getRegisteredProvidersList())),
              Column.detail("DOMAINS", NetworkNouns::domains),
              Column.detail("DOMAIN TOKEN", Subscription::getDomainToken),
              Column.detail("QUOTAS", NetworkNouns::quotas)));

  public static final Noun<VirtualNetwork> VNET =
      new Noun<>(
          "vnet",
          List.of("virtual-network", "virtualNetwork"),
          "virtual network",
          "virtual networks",
          VirtualNetwork.getDefaultInstance(),
          Optional.empty(),
          PosternClient::virtualNetworks,
          List.of(
              Column.of("REGION", VirtualNetwork::getRegion),
              Column.of("ADDRESSES", v -> Words.of(v.getAddressPrefixesList())),
              Column.of("SUBNETS", v -> Integer.toString(v.getSubnetsCount())),
              Column.of("PEERINGS", v -> Integer.toString(v.getPeeringsCount())),
              Column.detail("TENANT", VirtualNetwork::getTenant),
              Column.detail("DNS SERVERS", v -> Words.of(v.getDnsServersList())),
              Column.detail(
                  "ENDPOINT POLICY", v -> Words.of(v.getPrivateEndpointNetworkPolicy()))));

  public static final Noun<Subnet> SUBNET =
      new Noun<>(
          "subnet",
          List.of(),
          "subnet",
          "subnets",
          Subnet.getDefaultInstance(),
          Optional.of(Parent.VNET),
          PosternClient::subnets,
          List.of(
              Column.of("ADDRESSES", s -> Words.of(s.getAddressPrefixesList())),
              Column.of("USED", s -> counted(s, Subnet.AddressCounters::getUsed)),
              Column.of("FREE", s -> counted(s, Subnet.AddressCounters::getFree)),
              Column.of("ENDPOINT POLICIES", s -> Words.of(s.getPrivateEndpointNetworkPolicies())),
              Column.of(
                  "SERVICE POLICIES", s -> Words.of(s.getPrivateLinkServiceNetworkPolicies())),
              Column.detail(
                  "DELEGATIONS",
                  s ->
                      s.getDelegationsList().stream()
                          .map(Subnet.Delegation::getServiceName)
                          .collect(joining(", "))),
              Column.detail("SECURITY GROUP", s -> ShortName.path(s.getNetworkSecurityGroup())),
              Column.detail("ROUTE TABLE", s -> ShortName.path(s.getRouteTable()))));

  public static final Noun<VirtualNetworkPeering> PEERING =
      new Noun<>(
          "peering",
          List.of("virtual-network-peering", "virtualNetworkPeering"),
          "peering",
          "peerings",
          VirtualNetworkPeering.getDefaultInstance(),
          Optional.of(Parent.VNET),
          PosternClient::peerings,
          List.of(
              Column.of("REMOTE", p -> ShortName.path(p.getRemoteVirtualNetwork())),
              Column.of("STATE", p -> Words.of(p.getState())),
              Column.of("ACCESS", p -> Words.of(p.getVirtualNetworkAccess())),
              Column.detail("FORWARDED TRAFFIC", p -> Words.of(p.getAllowForwardedTraffic())),
              Column.detail("GATEWAY TRANSIT", p -> Words.of(p.getAllowGatewayTransit())),
              Column.detail("REMOTE GATEWAYS", p -> Words.of(p.getUseRemoteGateways()))));

  public static final Noun<NetworkInterface> NIC =
      new Noun<>(
          "nic",
          List.of("network-interface", "networkInterface"),
          "network interface",
          "network interfaces",
          NetworkInterface.getDefaultInstance(),
          Optional.empty(),
          PosternClient::networkInterfaces,
          List.of(
              Column.of("IP", n -> Words.of(Related.addresses(n))),
              Column.of("SUBNET", n -> ShortName.path(n.getSubnet())),
              Column.of("OWNER", NetworkNouns::owner),
              Column.detail("REGION", NetworkInterface::getRegion)));

  public static final Noun<LoadBalancer> LOAD_BALANCER =
      new Noun<>(
          "lb",
          List.of("load-balancer", "loadBalancer"),
          "load balancer",
          "load balancers",
          LoadBalancer.getDefaultInstance(),
          Optional.empty(),
          PosternClient::loadBalancers,
          List.of(
              Column.of("REGION", LoadBalancer::getRegion),
              Column.of("SKU", l -> Words.of(l.getSku())),
              Column.of("FRONTENDS", NetworkNouns::frontends),
              Column.of("SERVICES", l -> ShortName.paths(l.getPrivateLinkServicesList()))));

  private NetworkNouns() {}

  private static String domains(Subscription subscription) {
    return subscription.getProvenDomainsList().stream()
        .map(ProvenDomain::getDomain)
        .collect(joining(", "));
  }

  private static String quotas(Subscription subscription) {
    return subscription.getQuotasList().stream().map(NetworkNouns::quota).collect(joining("\n"));
  }

  private static String quota(Quota quota) {
    return quota.getName() + " " + used(quota) + "/" + quota.getLimit();
  }

  /** How much of a quota is used; {@code -} when each network, zone or so has a use of its own. */
  public static String used(Quota quota) {
    return quota.getCountedPer() == CountedPer.COUNTED_PER_SUBSCRIPTION
        ? Long.toString(quota.getUsed())
        : "-";
  }

  private static String counted(
      Subnet subnet, java.util.function.ToLongFunction<Subnet.AddressCounters> counter) {
    return subnet.getAddressCountersList().stream()
        .map(counters -> Long.toString(counter.applyAsLong(counters)))
        .collect(joining(", "));
  }

  private static String owner(NetworkInterface nic) {
    return ShortName.path(
        nic.hasPrivateEndpoint() ? nic.getPrivateEndpoint() : nic.getPrivateLinkService());
  }

  private static String frontends(LoadBalancer balancer) {
    return balancer.getFrontendIpConfigurationsList().stream()
        .map(NetworkNouns::frontend)
        .collect(joining(", "));
  }

  private static String frontend(LoadBalancer.FrontendIpConfiguration frontend) {
    var address =
        frontend.getPublicIpAddress().isEmpty()
            ? frontend.getPrivateIpAddress()
            : frontend.getPublicIpAddress();
    return address.isEmpty() ? frontend.getName() : frontend.getName() + " " + address;
  }
}

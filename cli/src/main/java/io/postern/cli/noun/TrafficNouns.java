package io.postern.cli.noun;

import io.postern.cli.name.ShortName;
import io.postern.client.PosternClient;
import io.postern.v1.ApplicationSecurityGroup;
import io.postern.v1.NetworkSecurityGroup;
import io.postern.v1.OnPremisesNetwork;
import io.postern.v1.Route;
import io.postern.v1.RouteTable;
import io.postern.v1.SecurityRule;
import io.postern.v1.VirtualNetworkGateway;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What decides over traffic besides the networks themselves. */
public final class TrafficNouns {
  public static final Noun<NetworkSecurityGroup> SECURITY_GROUP =
      new Noun<>(
          "nsg",
          List.of("network-security-group", "networkSecurityGroup"),
          "network security group",
          "network security groups",
          NetworkSecurityGroup.getDefaultInstance(),
          Optional.empty(),
          PosternClient::networkSecurityGroups,
          List.of(
              Column.of("REGION", NetworkSecurityGroup::getRegion),
              Column.of("RULES", g -> Integer.toString(g.getSecurityRulesCount())),
              Column.of("SUBNETS", g -> ShortName.paths(g.getSubnetsList())),
              Column.detail("IN DETAIL", TrafficNouns::rules)));

  public static final Noun<RouteTable> ROUTE_TABLE =
      new Noun<>(
          "route-table",
          List.of("routeTable"),
          "route table",
          "route tables",
          RouteTable.getDefaultInstance(),
          Optional.empty(),
          PosternClient::routeTables,
          List.of(
              Column.of("REGION", RouteTable::getRegion),
              Column.of("ROUTES", t -> Integer.toString(t.getRoutesCount())),
              Column.of("SUBNETS", t -> ShortName.paths(t.getSubnetsList())),
              Column.detail("IN DETAIL", TrafficNouns::routes)));

  public static final Noun<ApplicationSecurityGroup> APPLICATION_GROUP =
      new Noun<>(
          "asg",
          List.of("application-security-group", "applicationSecurityGroup"),
          "application security group",
          "application security groups",
          ApplicationSecurityGroup.getDefaultInstance(),
          Optional.empty(),
          PosternClient::applicationSecurityGroups,
          List.of(Column.of("REGION", ApplicationSecurityGroup::getRegion)));

  public static final Noun<VirtualNetworkGateway> GATEWAY =
      new Noun<>(
          "gateway",
          List.of("virtual-network-gateway", "virtualNetworkGateway"),
          "virtual network gateway",
          "virtual network gateways",
          VirtualNetworkGateway.getDefaultInstance(),
          Optional.empty(),
          PosternClient::virtualNetworkGateways,
          List.of(
              Column.of("REGION", VirtualNetworkGateway::getRegion),
              Column.of("TYPE", g -> Words.of(g.getGatewayType())),
              Column.of("NETWORK", g -> ShortName.path(g.getVirtualNetwork()))));

  public static final Noun<OnPremisesNetwork> ON_PREMISES =
      new Noun<>(
          "site",
          List.of("on-premises-network", "onPremisesNetwork"),
          "on-premises network",
          "on-premises networks",
          OnPremisesNetwork.getDefaultInstance(),
          Optional.empty(),
          PosternClient::onPremisesNetworks,
          List.of(
              Column.of("ADDRESSES", n -> Words.of(n.getAddressPrefixesList())),
              Column.of("GATEWAYS", n -> ShortName.paths(n.getGatewaysList()))));

  private TrafficNouns() {}

  private static String rules(NetworkSecurityGroup group) {
    return group.getSecurityRulesList().stream()
        .map(TrafficNouns::rule)
        .collect(Collectors.joining("\n"));
  }

  private static String rule(SecurityRule rule) {
    return rule.getPriority()
        + " "
        + Words.of(rule.getDirection())
        + " "
        + Words.of(rule.getAccess())
        + " "
        + rule.getName();
  }

  private static String routes(RouteTable table) {
    return table.getRoutesList().stream()
        .map(TrafficNouns::route)
        .collect(Collectors.joining("\n"));
  }

  private static String route(Route route) {
    return (route.getAddressPrefix()
            + " "
            + Words.of(route.getNextHopType())
            + " "
            + route.getNextHopIpAddress())
        .strip();
  }
}

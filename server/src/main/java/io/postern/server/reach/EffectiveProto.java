package io.postern.server.reach;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import io.postern.server.reach.model.EffectiveRoute;
import io.postern.server.reach.model.EffectiveRoute.Hop;
import io.postern.server.reach.model.EffectiveRule;
import io.postern.server.traffic.message.NextHopProto;
import io.postern.server.traffic.message.SecurityRuleProto;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.PortRange;
import io.postern.server.traffic.model.SecurityRules;
import io.postern.v1.EffectiveSecurityRule;
import io.postern.v1.RouteNextHopType;
import java.util.List;

/** From what holds at an interface to the API's form of it. */
final class EffectiveProto {
  private EffectiveProto() {}

  static io.postern.v1.EffectiveRoute of(EffectiveRoute route) {
    var message =
        io.postern.v1.EffectiveRoute.newBuilder()
            .setAddressPrefix(route.prefix().toString())
            .setResource(route.object().map(ResourceName::text).orElse(""))
            .setOverridden(route.overridden());
    switch (route.hop()) {
      case Hop.Written written ->
          message
              .setNextHopType(NextHopProto.of(written.route().nextHop()))
              .setNextHopIpAddress(
                  written.route().nextHopAddress().map(IpAddress::toString).orElse(""))
              .setRoute(written.route().name());
      case Hop.Derived derived -> message.setNextHopType(of(derived));
    }
    return message.build();
  }

  private static RouteNextHopType of(Hop.Derived hop) {
    return switch (hop) {
      case VNET_LOCAL -> RouteNextHopType.ROUTE_NEXT_HOP_TYPE_VNET_LOCAL;
      case VNET_PEERING -> RouteNextHopType.ROUTE_NEXT_HOP_TYPE_VNET_PEERING;
      case VIRTUAL_NETWORK_GATEWAY -> RouteNextHopType.ROUTE_NEXT_HOP_TYPE_VIRTUAL_NETWORK_GATEWAY;
      case INTERFACE_ENDPOINT -> RouteNextHopType.ROUTE_NEXT_HOP_TYPE_INTERFACE_ENDPOINT;
      case INTERNET -> RouteNextHopType.ROUTE_NEXT_HOP_TYPE_INTERNET;
    };
  }

  static EffectiveSecurityRule of(NetworkSecurityGroup group, EffectiveRule effective) {
    return EffectiveSecurityRule.newBuilder()
        .setRule(SecurityRuleProto.of(effective.rule()))
        .setNetworkSecurityGroup(
            SecurityRules.isSystem(effective.rule()) ? "" : group.name().text())
        .addAllExpandedSourcePrefixes(texts(effective.sourcePrefixes()))
        .addAllExpandedDestinationPrefixes(texts(effective.destinationPrefixes()))
        .addAllEffectiveSourcePorts(ports(effective.ports().source()))
        .addAllEffectiveDestinationPorts(ports(effective.ports().destination()))
        .build();
  }

  private static List<String> texts(List<Cidr> prefixes) {
    return prefixes.stream().map(Cidr::toString).toList();
  }

  private static List<String> ports(List<PortRange> ranges) {
    return ranges.isEmpty()
        ? List.of(PortRange.ANY.toString())
        : ranges.stream().map(PortRange::toString).toList();
  }
}

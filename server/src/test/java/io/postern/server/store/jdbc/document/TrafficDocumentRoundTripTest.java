package io.postern.server.store.jdbc.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.traffic.model.ApplicationSecurityGroup;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.PortRange;
import io.postern.server.traffic.model.Protocol;
import io.postern.server.traffic.model.Route;
import io.postern.server.traffic.model.Route.NextHop;
import io.postern.server.traffic.model.RouteTable;
import io.postern.server.traffic.model.RuleEnd;
import io.postern.server.traffic.model.SecurityRule;
import io.postern.server.traffic.model.SecurityRule.Access;
import io.postern.server.traffic.model.SecurityRule.Direction;
import io.postern.server.traffic.model.ServiceTag;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrafficDocumentRoundTripTest {
  private static final Meta META =
      new Meta(
          "uid",
          new Revision(3),
          new Revision(7),
          Instant.parse("2026-01-01T00:00:00Z"),
          Instant.parse("2026-01-02T00:00:00Z"));
  private static final Map<String, String> TAGS = Map.of("team", "net");

  private final Documents documents = new Documents();

  @ParameterizedTest
  @MethodSource
  void whatIsWrittenIsReadBack(Resource resource) {
    assertEquals(resource, documents.read(resource.kind(), documents.text(resource)));
  }

  static Stream<Resource> whatIsWrittenIsReadBack() {
    return Stream.of(
        new NetworkSecurityGroup(
            name("networkSecurityGroups/nsg"), META, "eastus", List.of(), Map.of()),
        new NetworkSecurityGroup(
            name("networkSecurityGroups/nsg"), META, "eastus", List.of(full(), least()), TAGS),
        new RouteTable(name("routeTables/rt"), META, "eastus", List.of(), Map.of()),
        new RouteTable(
            name("routeTables/rt"),
            META,
            "eastus",
            List.of(
                new Route(
                    "fw",
                    Cidr.of("10.1.0.0/16"),
                    NextHop.VIRTUAL_APPLIANCE,
                    Optional.of(IpAddress.of("10.2.9.4")),
                    true),
                new Route("out", Cidr.of("::/0"), NextHop.INTERNET, Optional.empty(), false)),
            TAGS),
        new ApplicationSecurityGroup(name("applicationSecurityGroups/asg"), META, "eastus", TAGS),
        new VirtualNetworkGateway(
            name("virtualNetworkGateways/gw"),
            META,
            "eastus",
            VirtualNetworkGateway.Type.EXPRESS_ROUTE,
            name("virtualNetworks/v"),
            TAGS),
        new OnPremisesNetwork(
            name("onPremisesNetworks/office"),
            META,
            List.of(Cidr.of("192.168.0.0/16")),
            List.of(name("virtualNetworkGateways/gw")),
            TAGS));
  }

  private static SecurityRule full() {
    return new SecurityRule(
        "web",
        "for the shop",
        100,
        Direction.OUTBOUND,
        Access.ALLOW,
        Optional.of(Protocol.UDP),
        new RuleEnd(
            List.of(Cidr.of("10.1.0.0/24"), Cidr.of("fd00::/64")),
            Optional.empty(),
            List.of(),
            List.of(PortRange.of("443"), PortRange.of("8000-8080"))),
        new RuleEnd(
            List.of(),
            Optional.empty(),
            List.of(name("applicationSecurityGroups/asg")),
            List.of(PortRange.ANY)));
  }

  private static SecurityRule least() {
    return new SecurityRule(
        "rest",
        "",
        4096,
        Direction.INBOUND,
        Access.DENY,
        Optional.empty(),
        RuleEnd.tagged(ServiceTag.INTERNET),
        RuleEnd.ANY);
  }

  private static ResourceName name(String path) {
    return ResourceName.of("subscriptions/s/resourceGroups/g/providers/Microsoft.Network/" + path);
  }
}

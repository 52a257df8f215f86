package io.postern.server.reach.model;

import static io.postern.server.network.model.Peering.State.INITIATED;
import static io.postern.server.reach.model.Scene.network;
import static io.postern.server.reach.model.Scene.side;
import static io.postern.server.traffic.model.Rules.allow;
import static io.postern.server.traffic.model.Rules.group;
import static io.postern.server.traffic.model.Rules.ports;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.reach.model.EffectiveRoute.Hop;
import io.postern.server.traffic.model.Route;
import io.postern.server.traffic.model.Route.NextHop;
import io.postern.server.traffic.model.RouteTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds at the interface of an endpoint. */
class EffectiveTest {
  private static final List<IpAddress> ENDPOINT = List.of(IpAddress.of("10.1.0.5"));

  @Test
  void theRoutesOfTheSystemAreTheEndpointsTheNetworksTheConnectedPeersAndTheInternet() {
    var surroundings =
        new Scene()
            .peered(network("hub", "eastus", "10.2.0.0/16"))
            .oneSided(
                network("abroad", "westeurope", "10.3.0.0/16"), side("vnet-a", "abroad", INITIATED))
            .surroundings();

    assertEquals(
        List.of(
            "10.1.0.5/32 INTERFACE_ENDPOINT",
            "10.1.0.0/16 VNET_LOCAL",
            "10.2.0.0/16 VNET_PEERING",
            "0.0.0.0/0 INTERNET"),
        texts(EffectiveRoute.at(surroundings, ENDPOINT, Optional.empty())));
  }

  @Test
  void aRouteOfTheOwnersTakesThePlaceOfThatOfTheSystemWithItsPrefix() {
    var routes = EffectiveRoute.at(new Scene().surroundings(), ENDPOINT, table("0.0.0.0/0"));

    assertEquals(
        List.of(
            "10.1.0.5/32 INTERFACE_ENDPOINT",
            "10.1.0.0/16 VNET_LOCAL",
            "0.0.0.0/0 r",
            "0.0.0.0/0 INTERNET overridden"),
        texts(routes));
  }

  @Test
  void aRouteAsSpecificAsTheNetworkTakesThePlaceOfTheEndpointsOwn() {
    var routes = EffectiveRoute.at(new Scene().surroundings(), ENDPOINT, table("10.1.0.0/24"));

    assertEquals(
        List.of(
            "10.1.0.5/32 INTERFACE_ENDPOINT overridden",
            "10.1.0.0/24 r",
            "10.1.0.0/16 VNET_LOCAL",
            "0.0.0.0/0 INTERNET"),
        texts(routes));
  }

  @Test
  void theRulesSayWhatTheyAreAppliedToAtAnEndpoint() {
    var rule = allow(100, ports("10-12", "13-14"), ports("14-15", "16-17"));
    var tags = new Scene().surroundings().tags();

    var rules = EffectiveRule.of(group(rule), tags, true);

    assertEquals(
        List.of(
            "rule100",
            "AllowVnetInBound",
            "AllowAzureLoadBalancerInBound",
            "DenyAllInBound",
            "AllowVnetOutBound",
            "AllowInternetOutBound",
            "DenyAllOutBound"),
        rules.stream().map(effective -> effective.rule().name()).toList());
    assertEquals("[10-12]", rules.getFirst().ports().source().toString());
    assertEquals("[14-15]", rules.getFirst().ports().destination().toString());
    assertEquals(List.of(Cidr.of("10.1.0.0/16")), rules.get(1).sourcePrefixes());
  }

  private static Optional<RouteTable> table(String prefix) {
    return Optional.of(
        new RouteTable(
            ResourceName.of(Scene.GROUP + "Microsoft.Network/routeTables/rt"),
            Meta.NEW,
            "eastus",
            List.of(new Route("r", Cidr.of(prefix), NextHop.NONE, Optional.empty(), false)),
            Map.of()));
  }

  private static List<String> texts(List<EffectiveRoute> routes) {
    return routes.stream()
        .map(route ->
            route.prefix()
                + " "
                + switch (route.hop()) {
                  case Hop.Written written -> written.route().name();
                  case Hop.Derived system -> system.name();
                }
                + (route.overridden() ? " overridden" : ""))
        .toList();
  }
}

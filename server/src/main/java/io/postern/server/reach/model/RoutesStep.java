package io.postern.server.reach.model;

import static io.postern.server.reach.model.Finding.Step.ROUTES;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.traffic.model.Route;
import io.postern.server.traffic.model.RouteTable;
import java.util.Optional;

/**
 * Step 7: the routes of the source's subnet. Each endpoint has a route of its own address alone,
 * which leads straight to it. A route of an owner takes its place only where the endpoint's subnet
 * has route tables on, and only when it is at least as specific as the network's prefix around the
 * endpoint (Rules §6).
 */
final class RoutesStep {
  private RoutesStep() {}

  static Finding check(Situation situation) {
    var table = situation.source().routes();
    if (table.isEmpty())
      return Finding.notApplicable(ROUTES, "Where the traffic starts there is no route table.");
    return switch (situation.destination()) {
      case Destination.Endpoint endpoint -> toEndpoint(table.get(), endpoint);
      case Destination.Machine machine -> elsewhere(table.get(), machine.address(), true);
      case Destination.Public destination -> elsewhere(table.get(), destination.address(), false);
      case Destination.Nowhere nowhere -> elsewhere(table.get(), nowhere.address(), true);
    };
  }

  private static Finding toEndpoint(RouteTable table, Destination.Endpoint destination) {
    if (!destination.subnet().endpointNetworkPolicies().routesApply())
      return Finding.notApplicable(
          ROUTES,
          "The endpoint's own route leads straight to it; route tables do not apply to the"
              + " endpoints of its subnet.");
    var route = overriding(table, destination.surroundings().network(), destination.address());
    if (route.isEmpty())
      return Finding.passed(
          ROUTES,
          table.name(),
          "No route is as specific as the prefix of the network around the endpoint, so that the"
              + " endpoint's own route leads straight to it.");
    return follow(table, route.get(), true, true);
  }

  /** The route that takes the place of an endpoint's own. */
  static Optional<Route> overriding(RouteTable table, VirtualNetwork network, IpAddress endpoint) {
    int least =
        network.addressPrefixes().stream()
            .filter(prefix -> prefix.contains(endpoint))
            .mapToInt(Cidr::length)
            .max()
            .orElse(0);
    return table.lookUp(endpoint).filter(route -> route.prefix().length() >= least);
  }

  private static Finding elsewhere(RouteTable table, IpAddress address, boolean isPrivate) {
    return table
        .lookUp(address)
        .map(route -> follow(table, route, isPrivate, false))
        .orElseGet(() -> Finding.passed(ROUTES, table.name(), "No route of the table is for it."));
  }

  private static Finding follow(
      RouteTable table, Route route, boolean isPrivate, boolean toEndpoint) {
    var which = "The route '" + route.name() + "' for " + route.prefix() + " ";
    return switch (route.nextHop()) {
      case VIRTUAL_APPLIANCE -> throughAppliance(table, route, which, toEndpoint);
      case VNET_LOCAL ->
          Finding.passed(ROUTES, table.name(), which + "keeps the traffic in the network.");
      case NONE -> Finding.denied(ROUTES, table.name(), which + "drops the traffic.");
      case INTERNET ->
          isPrivate
              ? Finding.denied(
                  ROUTES,
                  table.name(),
                  which
                      + "sends the traffic to the internet, where a private address leads"
                      + " nowhere.")
              : Finding.passed(ROUTES, table.name(), which + "sends the traffic to the internet.");
      case VIRTUAL_NETWORK_GATEWAY ->
          isPrivate
              ? Finding.denied(
                  ROUTES,
                  table.name(),
                  which + "sends the traffic out through the gateway, away from the destination.")
              : Finding.warning(
                  ROUTES,
                  table.name(),
                  which + "sends the traffic on premises; what happens there is not known here.");
    };
  }

  private static Finding throughAppliance(
      RouteTable table, Route route, String which, boolean toEndpoint) {
    var leads = which + "leads through the appliance " + route.nextHopAddress().orElseThrow() + ".";
    if (!toEndpoint) return Finding.passed(ROUTES, table.name(), leads);
    if (route.translatesSource())
      return Finding.passed(
          ROUTES,
          table.name(),
          leads + " It translates the source (SNAT), so that answers come back through it.");
    return Finding.warning(
        ROUTES,
        table.name(),
        leads
            + " Answers of the endpoint return to the source past the appliance (asymmetric"
            + " return); let the appliance do SNAT and say so in the route.");
  }
}

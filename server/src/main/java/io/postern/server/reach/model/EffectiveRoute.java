package io.postern.server.reach.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.traffic.model.Route;
import io.postern.server.traffic.model.RouteTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A route that holds at a network interface.
 *
 * @param object the table it is from, or what it leads to
 * @param overridden whether a route of the owner's takes its place
 */
public record EffectiveRoute(
    Cidr prefix, Hop hop, Optional<ResourceName> object, boolean overridden) {

  /** What a route hands traffic to. */
  public sealed interface Hop {
    /** A route of the owner's. */
    record Written(Route route) implements Hop {}

    /** A route that follows from networks, peerings, gateways and endpoints. */
    enum Derived implements Hop {
      VNET_LOCAL,
      VNET_PEERING,
      VIRTUAL_NETWORK_GATEWAY,
      INTERFACE_ENDPOINT,
      INTERNET
    }
  }

  /**
   * The routes at an interface, the longest prefix first and those of the owner before others.
   *
   * @param endpoints the addresses of the interface, if it is an endpoint's
   * @param table the owner's routes, as far as they apply
   */
  public static List<EffectiveRoute> at(
      Surroundings surroundings, List<IpAddress> endpoints, Optional<RouteTable> table) {
    var routes = new ArrayList<EffectiveRoute>();
    for (var written : table.map(RouteTable::routes).orElse(List.of()))
      routes.add(
          new EffectiveRoute(
              written.prefix(), new Hop.Written(written), table.map(RouteTable::name), false));
    for (var route : ofSystem(surroundings, endpoints))
      routes.add(route.overriddenBy(table, surroundings.network()));
    routes.sort(
        Comparator.comparingInt((EffectiveRoute route) -> -route.prefix().length())
            .thenComparing(route -> route.prefix().network())
            .thenComparing(EffectiveRoute::isOfSystem));
    return List.copyOf(routes);
  }

  private static List<EffectiveRoute> ofSystem(
      Surroundings surroundings, List<IpAddress> endpoints) {
    var routes = new ArrayList<EffectiveRoute>();
    for (var endpoint : endpoints)
      routes.add(system(alone(endpoint), Hop.Derived.INTERFACE_ENDPOINT, Optional.empty()));
    var own = surroundings.network().addressPrefixes();
    for (var prefix : own) routes.add(system(prefix, Hop.Derived.VNET_LOCAL, Optional.empty()));
    for (var neighbour : surroundings.neighbours()) {
      if (!neighbour.isConnected()) continue;
      for (var prefix : neighbour.network().addressPrefixes())
        routes.add(system(prefix, Hop.Derived.VNET_PEERING, Optional.of(neighbour.own().name())));
    }
    for (var site : surroundings.reachingSites())
      for (var prefix : site.addressPrefixes())
        routes.add(system(prefix, Hop.Derived.VIRTUAL_NETWORK_GATEWAY, Optional.of(site.name())));
    routes.add(system(Cidr.of("0.0.0.0/0"), Hop.Derived.INTERNET, Optional.empty()));
    if (own.stream().anyMatch(prefix -> !prefix.isV4()))
      routes.add(system(Cidr.of("::/0"), Hop.Derived.INTERNET, Optional.empty()));
    return routes;
  }

  private static EffectiveRoute system(Cidr prefix, Hop hop, Optional<ResourceName> object) {
    return new EffectiveRoute(prefix, hop, object, false);
  }

  private static Cidr alone(IpAddress address) {
    return new Cidr(address, address.isV4() ? 32 : 128);
  }

  /** An endpoint's own route gives way to less specific ones, too; see {@link RoutesStep}. */
  private EffectiveRoute overriddenBy(Optional<RouteTable> table, VirtualNetwork network) {
    boolean overridden =
        hop == Hop.Derived.INTERFACE_ENDPOINT
            ? table.flatMap(it -> RoutesStep.overriding(it, network, prefix.network())).isPresent()
            : table.stream()
                .flatMap(it -> it.routes().stream())
                .anyMatch(route -> route.prefix().equals(prefix));
    return new EffectiveRoute(prefix, hop, object, overridden);
  }

  private boolean isOfSystem() {
    return hop instanceof Hop.Derived;
  }
}

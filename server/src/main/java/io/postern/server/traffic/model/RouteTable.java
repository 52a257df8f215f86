package io.postern.server.traffic.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Checks;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A route table: where the subnets that refer to it send traffic. */
public record RouteTable(
    ResourceName name, Meta meta, String region, List<Route> routes, Map<String, String> tags)
    implements Resource {
  public static final Kind<RouteTable> KIND =
      Kind.inGroup(
          "routeTable", RouteTable.class, "route table", "Microsoft.Network/routeTables/*");

  private static final int MAX_ROUTES = 400;
  private static final String ROUTES = "route_table.routes";

  public RouteTable {
    Checks.id(name, 1, 80, "route_table_id");
    Checks.atMost(MAX_ROUTES, routes, ROUTES, "routes");
    Checks.distinct(routes.stream().map(Route::name).toList(), ROUTES, "route");
    Set<Cidr> prefixes = new HashSet<>();
    for (int i = 0; i < routes.size(); i++) {
      var field = ROUTES + "[" + i + "]";
      routes.get(i).require(field);
      if (!prefixes.add(routes.get(i).prefix()))
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            field + ".address_prefix",
            "Another route has the prefix "
                + routes.get(i).prefix()
                + " already; of two only one could be taken.");
    }
    routes = List.copyOf(routes);
    tags = Map.copyOf(tags);
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public RouteTable withMeta(Meta other) {
    return new RouteTable(name, other, region, routes, tags);
  }

  /** The route for an address: that with the longest prefix. */
  public Optional<Route> lookUp(IpAddress address) {
    return routes.stream()
        .filter(route -> route.prefix().contains(address))
        .max(Comparator.comparingInt(route -> route.prefix().length()));
  }
}

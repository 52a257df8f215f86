package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.traffic.model.Route;
import io.postern.server.traffic.model.Route.NextHop;
import io.postern.server.traffic.model.RouteTable;

final class RouteTableDocument implements Document<RouteTable> {
  @Override
  public Kind<RouteTable> kind() {
    return RouteTable.KIND;
  }

  @Override
  public void write(RouteTable table, JsonOut body) {
    body.text("region", table.region())
        .objects("routes", table.routes(), RouteTableDocument::write)
        .map("tags", table.tags());
  }

  private static void write(Route route, JsonOut body) {
    body.text("name", route.name())
        .text("prefix", route.prefix())
        .text("nextHop", route.nextHop())
        .text("nextHopAddress", route.nextHopAddress())
        .flag("translatesSource", route.translatesSource());
  }

  @Override
  public RouteTable read(ResourceName name, Meta meta, JsonIn body) {
    return new RouteTable(
        name,
        meta,
        body.text("region"),
        body.objects("routes", RouteTableDocument::route),
        body.map("tags"));
  }

  private static Route route(JsonIn body) {
    return new Route(
        body.text("name"),
        body.as("prefix", Cidr::of),
        body.constant("nextHop", NextHop.NONE),
        body.optional("nextHopAddress").map(IpAddress::of),
        body.flag("translatesSource"));
  }
}

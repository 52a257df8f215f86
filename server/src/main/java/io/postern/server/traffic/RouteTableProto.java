package io.postern.server.traffic;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Region;
import io.postern.server.network.model.Subnet;
import io.postern.server.rpc.Protos;
import io.postern.server.store.ReadTx;
import io.postern.server.traffic.message.NextHopProto;
import io.postern.server.traffic.model.Route;
import io.postern.server.traffic.model.Route.NextHop;
import io.postern.server.traffic.model.RouteTable;
import io.postern.v1.RouteNextHopType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Between the API's route tables and the model's. */
final class RouteTableProto {
  private static final String FIELD = "route_table.";

  private RouteTableProto() {}

  static io.postern.v1.RouteTable of(ReadTx tx, RouteTable table) {
    return io.postern.v1.RouteTable.newBuilder()
        .setName(table.name().text())
        .setUid(table.meta().uid())
        .setEtag(table.meta().etag())
        .setCreateTime(timestamp(table.meta().createTime()))
        .setUpdateTime(timestamp(table.meta().updateTime()))
        .putAllTags(table.tags())
        .setRegion(table.region())
        .addAllRoutes(table.routes().stream().map(RouteTableProto::of).toList())
        .addAllSubnets(ReferringSubnets.names(tx, Subnet.ROUTE_TABLE, table.name()))
        .build();
  }

  private static io.postern.v1.Route of(Route route) {
    return io.postern.v1.Route.newBuilder()
        .setName(route.name())
        .setAddressPrefix(route.prefix().toString())
        .setNextHopType(NextHopProto.of(route.nextHop()))
        .setNextHopIpAddress(route.nextHopAddress().map(IpAddress::toString).orElse(""))
        .setNextHopTranslatesSource(route.translatesSource())
        .build();
  }

  /** A table from a request, with the bookkeeping of the one it replaces. */
  static RouteTable model(ResourceName name, Meta meta, io.postern.v1.RouteTable message) {
    return new RouteTable(
        name,
        meta,
        Region.parse(message.getRegion(), FIELD + "region").name(),
        routes(message.getRoutesList()),
        Protos.tags(message.getTagsMap(), FIELD + "tags"));
  }

  private static List<Route> routes(List<io.postern.v1.Route> messages) {
    var routes = new ArrayList<Route>();
    for (int i = 0; i < messages.size(); i++) {
      var message = messages.get(i);
      var field = FIELD + "routes[" + i + "].";
      var address = message.getNextHopIpAddress();
      routes.add(
          new Route(
              message.getName(),
              Cidr.parse(message.getAddressPrefix(), field + "address_prefix"),
              nextHop(message.getNextHopType(), field + "next_hop_type"),
              address.isEmpty()
                  ? Optional.empty()
                  : Optional.of(IpAddress.parse(address, field + "next_hop_ip_address")),
              message.getNextHopTranslatesSource()));
    }
    return routes;
  }

  private static NextHop nextHop(RouteNextHopType type, String field) {
    return switch (Protos.known(type, field)) {
      case ROUTE_NEXT_HOP_TYPE_VIRTUAL_APPLIANCE -> NextHop.VIRTUAL_APPLIANCE;
      case ROUTE_NEXT_HOP_TYPE_VIRTUAL_NETWORK_GATEWAY -> NextHop.VIRTUAL_NETWORK_GATEWAY;
      case ROUTE_NEXT_HOP_TYPE_INTERNET -> NextHop.INTERNET;
      case ROUTE_NEXT_HOP_TYPE_NONE -> NextHop.NONE;
      case ROUTE_NEXT_HOP_TYPE_VNET_LOCAL -> NextHop.VNET_LOCAL;
      case ROUTE_NEXT_HOP_TYPE_VNET_PEERING, ROUTE_NEXT_HOP_TYPE_INTERFACE_ENDPOINT ->
          throw ControlException.invalid(
              Reason.INVALID_FIELD,
              field,
              "Routes of this type follow from peerings and endpoints and cannot be written; choose"
                  + " another type.");
      case ROUTE_NEXT_HOP_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw ControlException.invalid(
              Reason.INVALID_FIELD, field, "A route hands its traffic to something; say what.");
    };
  }
}

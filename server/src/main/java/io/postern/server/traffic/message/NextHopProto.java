package io.postern.server.traffic.message;

import io.postern.server.traffic.model.Route.NextHop;
import io.postern.v1.RouteNextHopType;

/** From the model's next hops to the API's. */
public final class NextHopProto {
  private NextHopProto() {}

  public static RouteNextHopType of(NextHop nextHop) {
    return switch (nextHop) {
      case VIRTUAL_APPLIANCE -> RouteNextHopType.ROUTE_NEXT_HOP_TYPE_VIRTUAL_APPLIANCE;
      case VIRTUAL_NETWORK_GATEWAY -> RouteNextHopType.ROUTE_NEXT_HOP_TYPE_VIRTUAL_NETWORK_GATEWAY;
      case INTERNET -> RouteNextHopType.ROUTE_NEXT_HOP_TYPE_INTERNET;
      case NONE -> RouteNextHopType.ROUTE_NEXT_HOP_TYPE_NONE;
      case VNET_LOCAL -> RouteNextHopType.ROUTE_NEXT_HOP_TYPE_VNET_LOCAL;
    };
  }
}

package io.postern.server.dnsview;

import io.postern.dns.zone.ClaimState;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.ConnectionSummary;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import java.util.List;

/**
 * An endpoint as far as its claims come of it. There may be a million of them in memory, each a
 * small part of its resource.
 *
 * @param network the id of the network that the addresses are in
 */
record Claimant(int network, ClaimState state, List<EndpointMember> members) {
  static Claimant of(PrivateEndpoint endpoint, Ids networkIds) {
    return new Claimant(
        networkIds.of(endpoint.virtualNetwork()), state(endpoint.connection()), endpoint.members());
  }

  private static ClaimState state(ConnectionSummary connection) {
    if (connection.serves()) return ClaimState.LIVE;
    return switch (connection.state()) {
      case PENDING -> ClaimState.PENDING;
      case REJECTED -> ClaimState.REJECTED;
      case DISCONNECTED -> ClaimState.DISCONNECTED;
      case APPROVED -> ClaimState.SUSPENDED;
    };
  }
}

package io.postern.server.watch;

import io.postern.v1.ConnectionChange;
import io.postern.v1.PrivateEndpointConnection;
import java.util.Locale;

/**
 * What the owner of an endpoint sees of its connection to somebody else's target: as much as the
 * endpoint itself shows. Not who did what on the other side; and where the other side is a private
 * link service, not its name, because the endpoint may know it only by an alias, which tells
 * nothing of its owner.
 */
final class ConsumerView {
  private static final String SERVICE = "/privatelinkservices/";

  private ConsumerView() {}

  static ConnectionChange of(ConnectionChange change) {
    var seen = change.toBuilder().clearActor();
    if (isOfService(change.getName())) seen.clearName();
    if (change.hasConnection()) seen.setConnection(of(change.getConnection()));
    if (change.hasPrevious()) seen.setPrevious(of(change.getPrevious()));
    return seen.build();
  }

  private static PrivateEndpointConnection of(PrivateEndpointConnection connection) {
    var seen = connection.toBuilder().clearHistory();
    if (isOfService(connection.getName())) seen.clearName().clearTarget();
    return seen.build();
  }

  private static boolean isOfService(String connection) {
    return connection.toLowerCase(Locale.ROOT).contains(SERVICE);
  }
}

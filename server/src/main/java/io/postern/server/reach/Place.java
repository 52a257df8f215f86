package io.postern.server.reach;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import java.util.List;
import java.util.Optional;

/**
 * Where a caller says that traffic starts.
 *
 * @param network a virtual or an on-premises network
 * @param address empty for any machine there
 */
record Place(
    ResourceName network,
    boolean onPremises,
    Optional<IpAddress> address,
    int port,
    List<ResourceName> groups) {
  Place {
    groups = List.copyOf(groups);
  }
}

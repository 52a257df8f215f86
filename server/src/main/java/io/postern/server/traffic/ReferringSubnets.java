package io.postern.server.traffic;

import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Subnet;
import io.postern.server.store.ReadTx;
import java.util.List;

/** Finds the subnets that refer to a resource, for its message. */
final class ReferringSubnets {
  private static final int SHOWN_SUBNETS = 100;

  private ReferringSubnets() {}

  /** The names of the subnets that point at a resource in a role. */
  static List<String> names(ReadTx tx, String role, ResourceName target) {
    return tx.referrers(Subnet.KIND, role, target, SHOWN_SUBNETS).stream()
        .map(subnet -> subnet.name().text())
        .toList();
  }
}

package io.postern.server.traffic.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Reason;
import java.util.Optional;

/**
 * A route of an owner's own.
 *
 * @param nextHopAddress of an appliance, and of nothing else
 * @param translatesSource whether the appliance puts its own address in place of the source's
 */
public record Route(
    String name,
    Cidr prefix,
    NextHop nextHop,
    Optional<IpAddress> nextHopAddress,
    boolean translatesSource) {

  /** What traffic is handed to. */
  public enum NextHop {
    VIRTUAL_APPLIANCE,
    VIRTUAL_NETWORK_GATEWAY,
    INTERNET,
    NONE,
    VNET_LOCAL
  }

  void require(String field) {
    if (leadsToAppliance() != nextHopAddress.isPresent())
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".next_hop_ip_address",
          leadsToAppliance()
              ? "A virtual appliance is found by its address; write one such as 10.1.9.4."
              : "Only a virtual appliance has an address; leave it empty.");
    if (translatesSource && !leadsToAppliance())
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".next_hop_translates_source",
          "Only a virtual appliance can translate the source; leave it out.");
    if (nextHopAddress.filter(address -> address.isV4() != prefix.isV4()).isPresent())
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".next_hop_ip_address",
          "The appliance has to have an address of the IP version of the prefix " + prefix + ".");
  }

  public boolean leadsToAppliance() {
    return nextHop == NextHop.VIRTUAL_APPLIANCE;
  }
}

package io.postern.server.ruleset.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Reason;

/** A DNS server that a rule forwards to. */
public record TargetServer(IpAddress address, int port) {
  /** The port of DNS (RFC 1035 §4.2). */
  public static final int DNS_PORT = 53;

  private static final int MAX_PORT = 65_535;

  void require(String field) {
    var target = address.toInetAddress();
    if (target.isAnyLocalAddress() || target.isMulticastAddress())
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".ip_address",
          "'" + address + "' is not the address of one machine; name a DNS server's own.");
    if (port < 1 || port > MAX_PORT)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".port",
          "The port " + port + " is not in 1-" + MAX_PORT + "; leave it out for 53.");
  }

  /** As people write it: {@code 10.0.0.53:53}, {@code [2001:db8::53]:53}. */
  @Override
  public String toString() {
    return (address.isV4() ? address.toString() : "[" + address + "]") + ":" + port;
  }
}

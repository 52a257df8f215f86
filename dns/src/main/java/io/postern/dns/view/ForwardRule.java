package io.postern.dns.view;

import io.postern.dns.name.DnsName;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Names at and below a suffix are asked of these servers and of nobody else.
 *
 * @param servers in order of preference; at least one, each an address and a port
 */
public record ForwardRule(DnsName suffix, List<InetSocketAddress> servers) {
  public ForwardRule {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a rule for " + suffix + " without servers");
    }
    for (var server : servers) {
      if (server.isUnresolved() || server.getPort() == 0) {
        throw new IllegalArgumentException("server " + server + " is not an address and port");
      }
    }
  }
}

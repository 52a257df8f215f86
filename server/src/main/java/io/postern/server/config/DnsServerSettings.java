package io.postern.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where and how DNS is served.
 *
 * @param upstreams resolvers that are asked for names nobody here knows; none means that nothing
 *     leaves the machine
 * @param refuseUnknownClients whether a client of no network is refused; otherwise it gets the
 *     public view
 * @param publicRecursion whether clients of no network may use the upstreams
 */
public record DnsServerSettings(
    List<ListenerSettings> listeners,
    List<InetSocketAddress> upstreams,
    Duration upstreamTimeout,
    boolean refuseUnknownClients,
    boolean publicRecursion) {
  public static final DnsServerSettings DEFAULT =
      new DnsServerSettings(
          List.of(
              new ListenerSettings(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 5353), Optional.empty())),
          List.of(),
          Duration.ofSeconds(2),
          false,
          false);

  public DnsServerSettings {
    listeners = List.copyOf(listeners);
    upstreams = List.copyOf(upstreams);
    if (listeners.isEmpty())
      throw new SettingException("dns.listeners", "needs at least one address to listen on.");
    for (var upstream : upstreams) {
      if (upstream.isUnresolved())
        throw new SettingException(
            "dns.upstreams",
            "'"
                + upstream.getHostString()
                + "' is not an address; write one such as 192.0.2.53:53.");
    }
    if (upstreamTimeout.isNegative() || upstreamTimeout.isZero())
      throw new SettingException("dns.upstreamTimeout", "must be more than zero.");
  }

  public DnsServerSettings withListeners(List<ListenerSettings> others) {
    return new DnsServerSettings(
        others, upstreams, upstreamTimeout, refuseUnknownClients, publicRecursion);
  }

  public DnsServerSettings withUpstreams(List<InetSocketAddress> others) {
    return new DnsServerSettings(
        listeners, others, upstreamTimeout, refuseUnknownClients, publicRecursion);
  }

  /**
   * One address that DNS is served on, by UDP and TCP.
   *
   * @param address port 0 takes one that is free for both
   * @param virtualNetwork the network whose view every query that comes in here gets; it may be
   *     created later
   */
  public record ListenerSettings(InetSocketAddress address, Optional<String> virtualNetwork) {
    private static final Pattern NETWORK =
        Pattern.compile(
            "(?i)/?subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Network"
                + "/virtualNetworks/[^/]+");
    private static final String EXAMPLE =
        "subscriptions/contoso/resourceGroups/app/providers/Microsoft.Network/virtualNetworks/vnet-a";

    public ListenerSettings {
      if (address.isUnresolved())
        throw new SettingException(
            "dns.listeners", "'" + address.getHostString() + "' is not a known host or address.");
      virtualNetwork.ifPresent(ListenerSettings::requireNetwork);
    }

    private static void requireNetwork(String name) {
      if (NETWORK.matcher(name).matches()) return;
      throw new SettingException(
          "dns.listeners[].virtualNetwork",
          "'"
              + name
              + "' is not the full name of a virtual network; write one such as "
              + EXAMPLE
              + ".");
    }
  }
}

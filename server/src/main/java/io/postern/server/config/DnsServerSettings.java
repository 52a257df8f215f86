package io.postern.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where and how DNS is served.
 *
 * @param upstreams resolvers that are asked for names nobody here knows; none means that nothing
 *     leaves the machine
 * @param refuseUnknownClients whether a client of no network is refused; otherwise it gets the
 *     public view
 * @param publicRecursion whether clients of no network may use the upstreams
 * @param trust whose word is taken for who asks
 */
public record DnsServerSettings(
    List<ListenerSettings> listeners,
    List<InetSocketAddress> upstreams,
    Duration upstreamTimeout,
    boolean refuseUnknownClients,
    boolean publicRecursion,
    TrustSettings trust) {
  public static final DnsServerSettings DEFAULT =
      new DnsServerSettings(
          List.of(
              new ListenerSettings(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 5353), Optional.empty())),
          List.of(),
          Duration.ofSeconds(2),
          false,
          false,
          TrustSettings.NOBODY);

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

  /** Settings that take nobody's word for who asks. */
  public DnsServerSettings(
      List<ListenerSettings> listeners,
      List<InetSocketAddress> upstreams,
      Duration upstreamTimeout,
      boolean refuseUnknownClients,
      boolean publicRecursion) {
    this(
        listeners,
        upstreams,
        upstreamTimeout,
        refuseUnknownClients,
        publicRecursion,
        TrustSettings.NOBODY);
  }

  public DnsServerSettings withListeners(List<ListenerSettings> others) {
    return new DnsServerSettings(
        others, upstreams, upstreamTimeout, refuseUnknownClients, publicRecursion, trust);
  }

  public DnsServerSettings withUpstreams(List<InetSocketAddress> others) {
    return new DnsServerSettings(
        listeners, others, upstreamTimeout, refuseUnknownClients, publicRecursion, trust);
  }

  public DnsServerSettings withTrust(TrustSettings whose) {
    return new DnsServerSettings(
        listeners, upstreams, upstreamTimeout, refuseUnknownClients, publicRecursion, whose);
  }

  /**
   * One address that DNS is served on, by UDP and TCP.
   *
   * @param address port 0 takes one that is free for both
   * @param virtualNetwork the network whose view every query that comes in here gets; it may be
   *     created later
   */
  public record ListenerSettings(InetSocketAddress address, Optional<String> virtualNetwork) {
    public ListenerSettings {
      if (address.isUnresolved())
        throw new SettingException(
            "dns.listeners", "'" + address.getHostString() + "' is not a known host or address.");
      virtualNetwork.ifPresent(
          name -> NetworkNames.require("dns.listeners[].virtualNetwork", name));
    }
  }
}

package io.postern.server.webhook;

import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks receivers up, and gives out only addresses that a webhook may be delivered to: public ones
 * of other machines, and what the settings allow. As it gives out the very addresses that are
 * connected to, a name that answers otherwise the second time gains nothing.
 */
final class PublicAddresses implements DnsResolver {
  /** What is not for the public (RFC 6890 and the IANA registries it keeps). */
  private static final List<Cidr> NOT_PUBLIC =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              // All that is not global unicast (RFC 4291 §2.4), with loopback, link-local, unique
              // local, multicast and what carries an IPv4 address.
              "::/3",
              "4000::/2",
              "8000::/1",
              // Within global unicast: protocol assignments, documentation, and 6to4.
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20")
          .map(Cidr::of)
          .toList();

  private final List<Cidr> allowed;

  @Inject
  PublicAddresses(ServerSettings settings) {
    this(settings.webhooks().allowedPrefixes());
  }

  PublicAddresses(List<Cidr> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** A host that has no address to deliver to. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1;

    Refused(String host, InetAddress address) {
      super(
          "The address "
              + address.getHostAddress()
              + " of "
              + host
              + " is not public; 'webhooks.allowedPrefixes' can allow it.");
    }
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var all = InetAddress.getAllByName(host);
    var permitted = Arrays.stream(all).filter(this::permits).toArray(InetAddress[]::new);
    if (permitted.length == 0) throw new Refused(host, all[0]);
    return permitted;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  boolean permits(InetAddress address) {
    var ip = IpAddress.of(address.getAddress());
    if (allowed.stream().anyMatch(prefix -> prefix.contains(ip))) return true;
    return NOT_PUBLIC.stream().noneMatch(prefix -> prefix.contains(ip)) && !isOwn(address);
  }

  /** This server's own listeners, and whatever else runs beside it. */
  private static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }
}

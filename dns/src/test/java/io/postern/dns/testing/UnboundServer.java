package io.postern.dns.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A real Unbound on a port of its own: one that resolves one zone by asking an authoritative
 * server, or one that forwards zones as a company's own DNS does.
 */
public final class UnboundServer implements AutoCloseable {
  private final Process process;
  private final InetSocketAddress address;

  private UnboundServer(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts Unbound.
   *
   * @param folder an empty folder for its files
   * @param zone the zone that is asked of {@code authority}; there is no other
   */
  public static UnboundServer start(Path folder, String zone, InetSocketAddress authority)
      throws IOException {
    return start(folder, stub(zone, authority));
  }

  /**
   * Starts Unbound for clients that ask over TLS, and no others.
   *
   * @param folder an empty folder for its files
   * @param zone the zone that is asked of {@code authority}; there is no other
   */
  public static UnboundServer overTls(
      Path folder, String zone, InetSocketAddress authority, Certificates certificates)
      throws IOException {
    var address = FreePort.find();
    var tls =
        """
        server:
          tls-port: %d
          tls-service-key: "%s"
          tls-service-pem: "%s"
        """
            .formatted(address.getPort(), certificates.key(), certificates.certificate());
    return start(folder, address, tls + stub(zone, authority));
  }

  /**
   * Starts Unbound with conditional forwarders.
   *
   * @param folder an empty folder for its files
   * @param forwarders who is asked for names in each zone; other names are not known
   */
  public static UnboundServer forwarding(Path folder, Map<String, InetSocketAddress> forwarders)
      throws IOException {
    return start(
        folder,
        forwarders.entrySet().stream()
            .map(zone -> forward(zone.getKey(), zone.getValue()))
            .collect(Collectors.joining()));
  }

  private static String stub(String zone, InetSocketAddress authority) {
    return """
    server:
      local-zone: "%1$s" nodefault
    stub-zone:
      name: "%1$s"
      stub-addr: %2$s@%3$d
    """
        .formatted(zone, authority.getAddress().getHostAddress(), authority.getPort());
  }

  private static String forward(String zone, InetSocketAddress resolver) {
    return """
    forward-zone:
      name: "%s"
      forward-addr: %s@%d
    """
        .formatted(zone, resolver.getAddress().getHostAddress(), resolver.getPort());
  }

  private static UnboundServer start(Path folder, String zones) throws IOException {
    return start(folder, FreePort.find(), zones);
  }

  private static UnboundServer start(Path folder, InetSocketAddress address, String more)
      throws IOException {
    var configuration =
        """
        server:
          interface: 127.0.0.1@%1$d
          port: %1$d
          do-daemonize: no
          username: ""
          chroot: ""
          directory: "%2$s"
          pidfile: "%2$s/unbound.pid"
          use-syslog: no
          logfile: ""
          num-threads: 1
          module-config: "iterator"
          do-not-query-localhost: no
        remote-control:
          control-enable: no
        """
                .formatted(address.getPort(), folder)
            + more;
    var file = Files.writeString(folder.resolve("unbound.conf"), configuration);
    var process =
        Program.server("unbound", List.of("-d", "-c", file.toString()), "start of service");
    return new UnboundServer(process, address);
  }

  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    Program.stop(process);
  }
}

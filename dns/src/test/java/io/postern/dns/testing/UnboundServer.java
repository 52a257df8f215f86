package io.postern.dns.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Unbound on a port of its own that resolves one zone by asking an authoritative server. */
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
    var address = FreePort.find();
    var configuration =
        """
        server:
          interface: 127.0.0.1
          port: %d
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
          local-zone: "%3$s" nodefault
        remote-control:
          control-enable: no
        stub-zone:
          name: "%3$s"
          stub-addr: %4$s@%5$d
        """
            .formatted(
                address.getPort(),
                folder,
                zone,
                authority.getAddress().getHostAddress(),
                authority.getPort());
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

package io.postern.dns.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real NSD with one zone, on a port of its own. */
public final class NsdServer implements AutoCloseable {
  private final Process process;
  private final InetSocketAddress address;

  private NsdServer(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts NSD.
   *
   * @param folder an empty folder for its files
   * @param zone the zone's name
   * @param records the zone's records in master-file format, SOA and NS included
   */
  public static NsdServer start(Path folder, String zone, String records) throws IOException {
    return start(folder, FreePort.find(), zone, records);
  }

  /** Starts NSD on a given address. */
  public static NsdServer start(Path folder, InetSocketAddress address, String zone, String records)
      throws IOException {
    Files.writeString(folder.resolve("zone"), records);
    var configuration =
        """
        server:
          ip-address: 127.0.0.1
          port: %d
          server-count: 1
          username: ""
          zonesdir: "%2$s"
          database: ""
          pidfile: "%2$s/nsd.pid"
          xfrdfile: "%2$s/xfrd.state"
          zonelistfile: "%2$s/zone.list"
          xfrdir: "%2$s"
          verbosity: 1
        remote-control:
          control-enable: no
        zone:
          name: %3$s
          zonefile: zone
        """
            .formatted(address.getPort(), folder, zone);
    var file = Files.writeString(folder.resolve("nsd.conf"), configuration);
    var process = Program.server("nsd", List.of("-d", "-c", file.toString()), "nsd started");
    return new NsdServer(process, address);
  }

  /** Has NSD read a zone file as it would to serve it; fails with what it prints. */
  public static void check(Path folder, String zone, String records) throws IOException {
    var file = Files.writeString(folder.resolve("checked-zone"), records);
    Program.output("nsd-checkzone", List.of(zone, file.toString()));
  }

  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    Program.stop(process);
  }
}

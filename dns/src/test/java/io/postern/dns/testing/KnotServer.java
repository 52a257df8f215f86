package io.postern.dns.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real Knot DNS on a port of its own, with zones from master files. */
public final class KnotServer implements AutoCloseable {
  private final Process process;
  private final InetSocketAddress address;

  private KnotServer(Process process, InetSocketAddress address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts Knot.
   *
   * @param folder a folder for its files
   * @param zones the text of each zone's file by its name
   */
  public static KnotServer start(Path folder, Map<String, String> zones) throws IOException {
    var address = FreePort.find();
    var configuration =
        new StringBuilder(
            """
            server:
              rundir: "%1$s"
              listen: 127.0.0.1@%2$d
              udp-workers: 1
              tcp-workers: 1
              background-workers: 1
            log:
            - target: stdout
              any: info
            database:
              storage: "%1$s"
            template:
            - id: default
              storage: "%1$s"
              zonefile-sync: -1
              journal-content: none
            zone:
            """
                .formatted(folder, address.getPort()));
    for (var zone : zones.entrySet()) {
      Files.writeString(folder.resolve(zone.getKey()), zone.getValue());
      configuration.append("- domain: %1$s\n  file: %1$s\n".formatted(zone.getKey()));
    }
    var file = Files.writeString(folder.resolve("knot.conf"), configuration);
    var process = Program.server("knotd", List.of("-c", file.toString()), "server started");
    return new KnotServer(process, address);
  }

  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void close() {
    Program.stop(process);
  }
}

package io.postern.dns.testing;

import io.postern.dns.master.MasterFileException;
import io.postern.dns.master.ZoneLoader;
import io.postern.dns.name.DnsName;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Zone;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** The engine with zones from master files, the same for everybody, on a port of its own. */
public final class PlainServer implements AutoCloseable {
  private static final String EVERYBODY = "everybody";

  private final DnsServer server;

  private PlainServer(DnsServer server) {
    this.server = server;
  }

  /**
   * Starts a server.
   *
   * @param folder for the files
   * @param zones the text of each zone's file by its name
   */
  public static PlainServer start(Path folder, Map<String, String> zones) throws IOException {
    var index = ZoneIndex.empty();
    var view = NetworkView.of(1, false);
    int id = 0;
    for (var each : zones.entrySet()) {
      var file = Files.writeString(folder.resolve("zone-" + id), each.getValue());
      var apex = DnsName.parse(each.getKey());
      index = index.withZone(id, load(apex, file));
      view = view.withLink(apex, new Link(id, false));
      id++;
    }
    var served = index.withNetwork(EVERYBODY, view, Set.of());
    var listener = Listener.forNetwork(Loopback.anyPort(), EVERYBODY);
    return new PlainServer(DnsServer.start(DnsSettings.of(listener), () -> served));
  }

  private static Zone load(DnsName apex, Path file) throws IOException {
    try {
      return ZoneLoader.load(apex, file).zone();
    } catch (MasterFileException e) {
      throw new AssertionError(e);
    }
  }

  public InetSocketAddress address() {
    return server.boundAddresses().getFirst();
  }

  @Override
  public void close() {
    server.close();
  }
}

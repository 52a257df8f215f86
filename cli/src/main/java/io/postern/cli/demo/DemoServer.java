package io.postern.cli.demo;

import io.postern.cli.server.Foreground;
import io.postern.cli.server.ServerStart;
import io.postern.client.PosternClient;
import io.postern.client.PosternClientBuilder;
import io.postern.server.app.PosternServer;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.DnsServerSettings.ListenerSettings;
import io.postern.server.config.GrpcSettings;
import io.postern.server.config.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A server on loopback with an empty database in a temporary folder, with a DNS address for each
 * network of the quickstart.
 */
record DemoServer(PosternServer server, Path folder) {
  /**
   * @param foreground closes the server and removes the folder at the end
   * @param grpcPort 0 takes a free one
   * @param dnsPort the port of the first network, those of the others follow; 0 takes free ones
   */
  static DemoServer start(Foreground foreground, int grpcPort, int dnsPort) {
    var folder = foreground.open(DemoServer::temporaryFolder, DemoServer::delete);
    var settings =
        ServerSettings.in(folder)
            // For one person, on loopback, and with two parties to be.
            .with(AuthSettings.DECLARED)
            .with(GrpcSettings.DEFAULT.withAddress(loopback(grpcPort)))
            .with(DnsServerSettings.DEFAULT.withListeners(listeners(dnsPort)));
    var server = foreground.open(() -> ServerStart.start(settings), PosternServer::close);
    return new DemoServer(server, folder);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("postern-demo-");
    } catch (IOException e) {
      throw new UncheckedIOException("No folder for the database can be made", e);
    }
  }

  private static List<ListenerSettings> listeners(int firstPort) {
    var listeners = new ArrayList<ListenerSettings>();
    for (var network : Network.values()) {
      int port = firstPort == 0 ? 0 : firstPort + listeners.size();
      listeners.add(new ListenerSettings(loopback(port), Optional.of(network.resourceName())));
    }
    return listeners;
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** A client that calls as this principal. */
  PosternClient connectAs(String principal) {
    return client().principal(principal).build();
  }

  /** A client that calls as the administrator. */
  PosternClient connect() {
    return client().build();
  }

  private PosternClientBuilder client() {
    var address = server.grpcAddress();
    return PosternClient.builder()
        .address(address.getAddress().getHostAddress(), address.getPort());
  }

  /** The address at which queries are answered as in a network. */
  InetSocketAddress dns(Network network) {
    return server.dnsAddresses().get(List.of(Network.values()).indexOf(network));
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

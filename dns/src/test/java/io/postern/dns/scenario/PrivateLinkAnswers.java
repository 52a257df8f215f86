package io.postern.dns.scenario;

import io.postern.dns.testing.AnswerTable;
import io.postern.dns.testing.Answered;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The table of answers of the engine by itself, each network with a listener of its own. */
abstract class PrivateLinkAnswers extends AnswerTable {
  private static final List<String> NETWORKS = List.of("vnet-a", "vnet-b", "vnet-d", "vnet-f");

  private DnsServer server;

  abstract Answered ask(InetSocketAddress address, String name, String type);

  @BeforeEach
  void start() throws IOException {
    var index = Networks.index();
    var loopback = Loopback.anyPort();
    var listeners =
        Stream.concat(
                NETWORKS.stream().map(key -> Listener.forNetwork(loopback, key)),
                Stream.of(Listener.on(loopback)))
            .toArray(Listener[]::new);
    server = DnsServer.start(DnsSettings.of(listeners), () -> index);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected final Answered answer(String network, String name, String type) {
    var addresses = server.boundAddresses();
    var listener = network.isEmpty() ? addresses.size() - 1 : NETWORKS.indexOf(network);
    return ask(addresses.get(listener), name, type);
  }
}

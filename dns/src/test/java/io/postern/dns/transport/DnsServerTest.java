package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.lookup.Rcode;
import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DnsServerTest {
  private static final String NAME = "acct1.blob.core.windows.net";
  private static final Supplier<ZoneIndex> INDEX = Networks::index;

  private static DnsServer start(InetSocketAddress... addresses) throws IOException {
    var listeners =
        List.of(addresses).stream()
            .map(address -> Listener.forNetwork(address, "vnet-a"))
            .toArray(Listener[]::new);
    return DnsServer.start(DnsSettings.of(listeners), INDEX);
  }

  private static void assertFree(InetSocketAddress address) throws IOException {
    new DatagramSocket(address).close();
    try (var tcp = new ServerSocket()) {
      tcp.bind(address);
    }
  }

  @Test
  void severalThreadsShareAPort() throws IOException {
    var settings =
        DnsSettings.of(Listener.forNetwork(Loopback.anyPort(), "vnet-a")).withUdpThreads(4);
    try (var server = DnsServer.start(settings, INDEX)) {
      var client = DnsClient.of(server.boundAddresses().getFirst());
      for (int i = 0; i < 40; i++) {
        assertEquals(2, client.udp(NAME, "A").getSection(1).size());
      }
      assertEquals(40, server.counts().udpQueries());
    }
  }

  @Test
  void aClosedServerLeavesItsPortsFree() throws IOException {
    var server = start(Loopback.anyPort(), Loopback.anyPort());
    var addresses = server.boundAddresses();

    server.close();
    server.close();

    for (var address : addresses) {
      assertFree(address);
    }
  }

  @Test
  void aServerThatCannotBindOneListenerLeavesNoneOpen() throws IOException {
    var probe = start(Loopback.anyPort());
    var free = probe.boundAddresses().getFirst();
    probe.close();
    try (var taken = start(Loopback.anyPort())) {
      assertThrows(IOException.class, () -> start(free, taken.boundAddresses().getFirst()));

      assertFree(free);
    }
  }

  @Test
  void aPortTakenForTcpOnlyIsAnError() throws IOException {
    try (var tcp = new ServerSocket()) {
      tcp.bind(Loopback.anyPort());
      var address = Loopback.port(tcp.getLocalPort());

      assertThrows(IOException.class, () -> start(address));

      new DatagramSocket(address).close();
    }
  }

  @Test
  void countsTellWhatWasAnswered() throws IOException {
    try (var server = start(Loopback.anyPort())) {
      var client = DnsClient.of(server.boundAddresses().getFirst());
      client.udp(NAME, "A");
      client.udp("none.contoso.com", "TXT");
      client.tcp("x.db.contoso.com", "A");
      client.tcp("example.org", "A");

      var counts = server.counts();

      assertEquals(2, counts.udpQueries());
      assertEquals(2, counts.tcpQueries());
      assertEquals(2, counts.responses().get(Rcode.NOERROR));
      assertEquals(1, counts.responses().get(Rcode.NXDOMAIN));
      assertEquals(1, counts.responses().get(Rcode.REFUSED));
      assertEquals(0, counts.dropped());
    }
  }

  @Test
  void aFaultOfTheServerIsAFailureOfOneQuery() throws IOException {
    var faults = new int[] {1};
    Supplier<ZoneIndex> failing =
        () -> {
          if (faults[0]-- > 0) {
            throw new IllegalStateException("no index");
          }
          return INDEX.get();
        };
    var settings = DnsSettings.of(Listener.forNetwork(Loopback.anyPort(), "vnet-a"));
    try (var server = DnsServer.start(settings, failing)) {
      var client = DnsClient.of(server.boundAddresses().getFirst());

      assertEquals(Rcode.SERVFAIL.code(), client.udp(NAME, "A").getRcode());
      assertEquals(Rcode.NOERROR.code(), client.udp(NAME, "A").getRcode());
      assertEquals(1, server.counts().internalErrors());
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> DnsSettings.of());
    var settings = DnsSettings.of(Listener.on(Loopback.anyPort()));
    assertThrows(IllegalArgumentException.class, () -> settings.withUdpThreads(0));
    var unresolved = InetSocketAddress.createUnresolved("localhost", 53);
    assertThrows(IllegalArgumentException.class, () -> Listener.on(unresolved));
    assertTrue(settings.forward().upstreams().isEmpty());
  }
}

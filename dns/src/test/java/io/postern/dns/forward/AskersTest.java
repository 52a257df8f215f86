package io.postern.dns.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.name.DnsName;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.ForwardRule;
import io.postern.dns.view.ForwardRules;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.ZoneIndex;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * Questions that wait for servers of others: each network has a share of the places, so one whose
 * servers are dead does not stand in the way of the rest. Of four places one may have two.
 */
class AskersTest {
  private static final String IN_1 = "127.0.1.1";
  private static final String IN_2 = "127.0.2.1";

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private DatagramSocket silent() throws IOException {
    var socket = new DatagramSocket(Loopback.anyPort());
    socket.setSoTimeout(10_000);
    opened.add(socket);
    return socket;
  }

  private static NetworkView view(int id, DatagramSocket server) {
    var address = (InetSocketAddress) server.getLocalSocketAddress();
    var rule = new ForwardRule(DnsName.parse("corp.example"), List.of(address));
    return NetworkView.of(id, true).withRules(ForwardRules.of(List.of(rule)));
  }

  private DnsServer start(ZoneIndex index, InetSocketAddress... upstreams) throws IOException {
    var forward =
        new ForwardSettings(
            List.of(upstreams), Duration.ofSeconds(20), 1, Duration.ofMinutes(1), 4, 2, 10);
    var settings = DnsSettings.of(Listener.on(Loopback.anyPort())).withForward(forward);
    var server = DnsServer.start(settings, () -> index);
    opened.add(server);
    return server;
  }

  private static DnsClient client(DnsServer server, String source) {
    return DnsClient.of(server.boundAddresses().getFirst()).from(source);
  }

  /** Asks and does not wait; returns once the question is with the server it is put to. */
  private void wait(DnsClient client, String name, DatagramSocket asked) throws IOException {
    var socket = client.connect();
    opened.add(socket);
    var query = DnsClient.query(name, "A").toWire();
    var out = new DataOutputStream(socket.getOutputStream());
    out.writeShort(query.length);
    out.write(query);
    out.flush();
    assertEquals(name + ".", received(asked).getQuestion().getName().toString());
  }

  private static Message received(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[512], 512);
    socket.receive(packet);
    return DnsClient.parse(packet.getData());
  }

  @Test
  void oneNetworksDeadServersLeaveRoomForTheOthers() throws IOException {
    var first = silent();
    var second = silent();
    var index =
        ZoneIndex.empty()
            .withNetwork("one", view(1, first), Set.of(Prefix.parse("127.0.1.0/24")))
            .withNetwork("two", view(2, second), Set.of(Prefix.parse("127.0.2.0/24")));
    var server = start(index);

    wait(client(server, IN_1), "a.corp.example", first);
    wait(client(server, "127.0.1.2"), "b.corp.example", first);
    assertEquals(
        Rcode.SERVFAIL, client(server, IN_1).udp("c.corp.example", "A").getRcode(), "at once");

    wait(client(server, IN_2), "a.corp.example", second);
    wait(client(server, IN_2), "b.corp.example", second);
    assertEquals(1, server.counts().upstream().overLimit());
  }

  @Test
  void ofThoseInNoNetworkEachPrefixHasAShare() throws IOException {
    var upstream = silent();
    var address = (InetSocketAddress) upstream.getLocalSocketAddress();
    var server = start(ZoneIndex.empty().withPublicRecursion(true), address);

    wait(client(server, IN_1), "a.example.net", upstream);
    wait(client(server, "127.0.1.2"), "b.example.net", upstream);
    assertEquals(Rcode.SERVFAIL, client(server, "127.0.1.3").udp("c.example.net", "A").getRcode());

    wait(client(server, IN_2), "d.example.net", upstream);
  }

  @Test
  void aNetworkIsOneAskerWhereverItIsAskedFrom() {
    var network = NetworkView.of(3, true);
    var nobody = ZoneIndex.empty().publicView();

    assertEquals(
        Asker.of(network, InetAddress.ofLiteral(IN_1)),
        Asker.of(network, InetAddress.ofLiteral("2001:db8::1")));
    assertEquals(
        Asker.of(nobody, InetAddress.ofLiteral("2001:db8:0:1::1")),
        Asker.of(nobody, InetAddress.ofLiteral("2001:db8:0:2::1")));
  }
}

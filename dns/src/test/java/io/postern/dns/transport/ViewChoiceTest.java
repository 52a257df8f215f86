package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.codec.MessageText;
import io.postern.dns.codec.MessageText.RecordText;
import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.lookup.Question;
import io.postern.dns.name.DnsName;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.UnknownClients;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Which network a query belongs to. Clients have addresses of their own in 127.0.0.0/8. */
class ViewChoiceTest {
  private static final DnsName NAME = DnsName.parse("who.example");
  private static final DnsName APEX = DnsName.parse("example");

  private final AtomicReference<ZoneIndex> index = new AtomicReference<>(ZoneIndex.empty());
  private DnsServer server = start(UnknownClients.PUBLIC);

  private DnsServer start(UnknownClients unknown) {
    index.set(
        network(network(ZoneIndex.empty(), 1, "127.0.1.0/24"), 2, "127.0.2.0/24")
            .withPublicName(PublicName.of(NAME, List.of(a("203.0.113.1")))));
    try {
      return DnsServer.start(
          DnsSettings.of(
                  Listener.on(Loopback.anyPort()),
                  Listener.forNetwork(Loopback.anyPort(), "net-1"),
                  Listener.forNetwork(Loopback.anyPort(), "net-9"))
              .withUnknownClients(unknown),
          index::get);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static RecordSet a(String address) {
    return RecordSet.of(RecordType.A, 10, Rdata.address(InetAddress.ofLiteral(address)));
  }

  /** A network whose own zone answers 10.0.0.{@code id}. */
  private static ZoneIndex network(ZoneIndex index, int id, String prefix) {
    var zone =
        Zone.empty(APEX, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1)
            .withNode(NAME, Node.of(a("10.0.0." + id)));
    var view = NetworkView.of(id, false).withLink(APEX, new Link(id, false));
    return index.withZone(id, zone).withNetwork("net-" + id, view, Set.of(Prefix.parse(prefix)));
  }

  private String ask(int listener, String source) {
    var client = DnsClient.of(server.boundAddresses().get(listener)).from(source);
    var overUdp = said(client.udp("who.example", "A"));
    assertEquals(overUdp, said(client.tcp("who.example", "A")));
    return overUdp;
  }

  private static String said(Message response) {
    var answers = response.getSection(Section.ANSWER);
    return answers.isEmpty()
        ? Rcode.string(response.getRcode())
        : answers.getFirst().rdataToString();
  }

  @Test
  void theListenersNetworkComesFirst() {
    assertEquals("10.0.0.1", ask(1, "127.0.0.1"));
    assertEquals("10.0.0.1", ask(1, "127.0.2.7"));
  }

  @Test
  void aListenerOfAnUnknownNetworkRefuses() {
    assertEquals("REFUSED", ask(2, "127.0.1.7"));

    index.set(network(index.get(), 9, "127.0.9.0/24"));

    assertEquals("10.0.0.9", ask(2, "127.0.1.7"), "until there is such a network");
  }

  @Test
  void theSourceAddressTellsTheNetwork() {
    assertEquals("10.0.0.1", ask(0, "127.0.1.7"));
    assertEquals("10.0.0.2", ask(0, "127.0.2.7"));
  }

  @Test
  void anUnknownClientIsAnsweredFromThePublicSideOrRefused() {
    assertEquals("203.0.113.1", ask(0, "127.0.3.7"));

    server.close();
    server = start(UnknownClients.REFUSE);

    assertEquals("REFUSED", ask(0, "127.0.3.7"));
  }

  @Test
  void anAddressOfTwoNetworksBelongsToNone() {
    index.set(network(index.get(), 3, "127.0.1.0/24"));

    assertEquals("203.0.113.1", ask(0, "127.0.1.7"));
    assertEquals("10.0.0.2", ask(0, "127.0.2.7"));
  }

  @Test
  void aNewIndexIsInForceWithTheNextQuery() {
    for (int i = 0; i < 50; i++) {
      index.set(network(index.get(), 1, "127.0.1.0/24").withoutZone(2));
      assertEquals("203.0.113.1", ask(0, "127.0.2.7"));
      index.set(network(index.get(), 2, "127.0.2.0/24"));
      assertEquals("10.0.0.2", ask(0, "127.0.2.7"));
    }
  }

  @Test
  void aQueryInProcessNamesItsNetwork() {
    var query = QueryEncoder.encode(7, new Question(NAME, RecordType.A), true);

    var inNetwork = MessageText.read(server.answer(query, "net-2"));
    assertEquals(List.of(new RecordText("who.example", "A", 10, "10.0.0.2")), inNetwork.answers());
    assertEquals(List.of("qr", "aa", "rd"), inNetwork.flags());
    assertEquals(
        "203.0.113.1", MessageText.read(server.answer(query, null)).answers().getFirst().rdata());
    assertEquals("REFUSED", MessageText.read(server.answer(query, "net-7")).rcode());
    assertEquals(0, server.answer(new byte[3], null).length);
  }
}

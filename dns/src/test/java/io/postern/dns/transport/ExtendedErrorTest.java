package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.forward.ForwardSettings;
import io.postern.dns.name.DnsName;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.UnknownClients;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.ClaimState;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** What a response says beyond its code (RFC 8914), over real sockets. */
class ExtendedErrorTest {
  private static final DnsName APEX = DnsName.parse("private.example");
  private static final DnsName OWN = DnsName.parse("d.private.example");
  private static final int MINE = 1;
  private static final int OTHERS = 2;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private DnsClient start(ZoneIndex index, ForwardSettings forward) {
    return start(DnsSettings.of(Listener.forNetwork(Loopback.anyPort(), "mine")), index, forward);
  }

  private DnsClient start(DnsSettings settings, ZoneIndex index, ForwardSettings forward) {
    try {
      var server = DnsServer.start(settings.withForward(forward), () -> index);
      opened.add(server);
      return DnsClient.of(server.boundAddresses().getFirst());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Zone zone(Node node) {
    return Zone.empty(APEX, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1).withNode(OWN, node);
  }

  private static Node claimed(int network, ClaimState state) {
    var claim = new Claim(network, 1, state, List.of(addresses(1)));
    return new Node(List.of(), List.of(claim));
  }

  private static RecordSet addresses(int count) {
    var addresses =
        IntStream.rangeClosed(1, count).mapToObj(i -> InetAddress.ofLiteral("203.0.113." + i));
    return RecordSet.addresses(10, addresses.toList());
  }

  /** The name is public with so many addresses, and claimed in a zone that is linked, or not. */
  private static ZoneIndex index(Node node, boolean linked, int publicAddresses) {
    var view = NetworkView.of(MINE, true).withClaimed(APEX, List.of(7));
    var seen = linked ? view.withLink(APEX, new Link(7, false)) : view;
    return ZoneIndex.empty()
        .withZone(7, zone(node))
        .withNetwork("mine", seen, Set.of())
        .withPublicName(PublicName.of(OWN, List.of(addresses(publicAddresses))));
  }

  private static Message query(String name, int udpSize) {
    var query = DnsClient.query(name, "A");
    query.addRecord(new OPTRecord(udpSize, 0, 0), Section.ADDITIONAL);
    return query;
  }

  /** The code and text of the error; {@code -} for none. */
  private static String said(Message response) {
    var options = response.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR);
    if (options.isEmpty()) {
      return "-";
    }
    var error = (ExtendedErrorCodeOption) options.getFirst();
    return error.getText() == null
        ? String.valueOf(error.getErrorCode())
        : error.getErrorCode() + " " + error.getText();
  }

  private static String said(DnsClient client, String name) {
    var overUdp = said(client.udp(query(name, 1232)));
    assertEquals(overUdp, said(client.tcp(query(name, 1232))));
    return overUdp;
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, pending approval",
    "REJECTED, rejected",
    "DISCONNECTED, disconnected",
    "SUSPENDED, suspended"
  })
  void rfc8914s41AConnectionThatLetsNothingThroughIsWhyANameIsPublic(
      ClaimState state, String text) {
    var client = start(index(claimed(MINE, state), true, 1), ForwardSettings.NONE);

    assertEquals(
        "0 private endpoint of this network: connection " + text, said(client, OWN.toString()));
    assertEquals("203.0.113.1", Who.said(client.udp(query(OWN.toString(), 1232))));
  }

  @Test
  void anAnswerFromALiveClaimHasNothingToExplain() {
    var client = start(index(claimed(MINE, ClaimState.LIVE), true, 1), ForwardSettings.NONE);

    assertEquals("-", said(client, OWN.toString()));
  }

  @Test
  void aZoneThatIsNotLinkedIsWhyANameIsPublic() {
    var client = start(index(claimed(MINE, ClaimState.LIVE), false, 1), ForwardSettings.NONE);

    assertEquals(
        "0 private endpoint of this network: its private DNS zone is not linked",
        said(client, OWN.toString()));
  }

  @Test
  void aConnectionThatWaitsComesBeforeAZoneThatIsNotLinked() {
    var client = start(index(claimed(MINE, ClaimState.PENDING), false, 1), ForwardSettings.NONE);

    assertEquals(
        "0 private endpoint of this network: connection pending approval",
        said(client, OWN.toString()));
  }

  /** Whatever another network has, nothing is said of it, be the zone linked or not. */
  @ParameterizedTest
  @EnumSource(ClaimState.class)
  void anothersClaimIsNeverSpokenOf(ClaimState state) {
    for (var linked : List.of(true, false)) {
      var client = start(index(claimed(OTHERS, state), linked, 1), ForwardSettings.NONE);
      assertEquals("-", said(client, OWN.toString()), "linked: " + linked);
    }
  }

  @Test
  void rfc8914WithoutEdnsNothingIsSaid() {
    var client = start(index(claimed(MINE, ClaimState.PENDING), true, 1), ForwardSettings.NONE);

    assertNull(client.udp(OWN.toString(), "A").getOPT());
    assertNull(client.udp("example.org", "A").getOPT());
  }

  @Test
  void rfc8914s421ANameThatIsNotOursIsNotAuthoritative() {
    var client = start(index(Node.EMPTY, true, 1), ForwardSettings.NONE);

    assertEquals("20 name is in no zone of this network", said(client, "example.org"));
  }

  @Test
  void rfc8914s419AnUnknownClientIsProhibited() {
    var settings =
        DnsSettings.of(Listener.on(Loopback.anyPort())).withUnknownClients(UnknownClients.REFUSE);
    var client = start(settings, ZoneIndex.empty(), ForwardSettings.NONE);

    assertEquals("18 client is of no known network", said(client, "example.org"));
    assertEquals(Rcode.REFUSED, client.udp(query("example.org", 1232)).getRcode());
  }

  @Test
  void aLoopIsSaidToBeOne() {
    var cname = RecordSet.of(RecordType.CNAME, 10, Rdata.name(OWN));
    var client = start(index(Node.of(cname), true, 1), ForwardSettings.NONE);

    assertEquals("0 alias chain is a loop or too long", said(client, OWN.toString()));
  }

  private static ForwardSettings upstream(DatagramSocket socket) {
    return new ForwardSettings(
        List.of((InetSocketAddress) socket.getLocalSocketAddress()),
        Duration.ofMillis(200),
        1,
        Duration.ofSeconds(30),
        10,
        10);
  }

  @Test
  void rfc8914s423AnUpstreamThatIsSilentIsNotReachable() throws IOException {
    var silent = new DatagramSocket(Loopback.anyPort());
    opened.add(silent);
    var client = start(index(Node.EMPTY, true, 1), upstream(silent));

    assertEquals("22 no upstream server answered", said(client, "example.org"));
  }

  @Test
  void rfc8914s424AnUpstreamThatRefusesIsANetworkError() throws IOException {
    var refusing = new DatagramSocket(Loopback.anyPort());
    opened.add(refusing);
    Thread.ofVirtual().start(() -> refuse(refusing));
    var client = start(index(Node.EMPTY, true, 1), upstream(refusing));

    assertEquals(
        "23 upstream servers gave no answer that can be used", said(client, "example.org"));
  }

  private static void refuse(DatagramSocket socket) {
    var packet = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        packet.setLength(512);
        socket.receive(packet);
        var answer = Arrays.copyOf(packet.getData(), packet.getLength());
        answer[2] |= (byte) 0x80;
        answer[3] = (byte) ((answer[3] & 0xf0) | Rcode.REFUSED);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException _) {
      // The test is over.
    }
  }

  /**
   * Header, question and OPT take 46 octets of 512, an address 16, the code 6, the text 61 more.
   */
  @ParameterizedTest
  @CsvSource({"24, whole", "25, code", "28, code", "29, nothing"})
  void anAnswerNeverGrowsBeyondItsClientsSizeAndLosesNothing(int records, String said) {
    var client =
        start(index(claimed(MINE, ClaimState.PENDING), true, records), ForwardSettings.NONE);
    var name = "d.private.example";

    var octets = client.overUdp(query(name, 512).toWire()).orElseThrow();
    var response = DnsClient.parse(octets);

    assertTrue(octets.length <= 512, () -> "" + octets.length);
    assertFalse(response.getHeader().getFlag(Flags.TC));
    assertEquals(records, response.getSection(Section.ANSWER).size());
    var text = "0 private endpoint of this network: connection pending approval";
    var expected =
        switch (said) {
          case "whole" -> text;
          case "code" -> "0";
          default -> "-";
        };
    assertEquals(expected, said(response));
  }

  private String printed(Dig dig) {
    var index = index(claimed(MINE, ClaimState.REJECTED), true, 1);
    var settings = DnsSettings.of(Listener.forNetwork(Loopback.anyPort(), "mine"));
    try (var server = DnsServer.start(settings, () -> index)) {
      return dig.print(server.boundAddresses().getFirst(), OWN.toString(), "A", "+edns");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @NeedsProgram(value = "dig", debianPackage = "dnsutils")
  void digReadsIt() {
    var printed = printed(Dig.dig());

    assertTrue(printed.contains("EDE: 0"), printed);
    assertTrue(printed.contains("connection rejected"), printed);
  }

  @Test
  @NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
  void kdigReadsIt() {
    var printed = printed(Dig.kdig());

    assertTrue(printed.contains("EDE: 0"), printed);
    assertTrue(printed.contains("connection rejected"), printed);
  }
}

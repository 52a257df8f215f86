package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.forward.ForwardSettings;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.PrefixSet;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** EDNS Client Subnet (RFC 7871): heard from listed forwarders, and from nobody else. */
class SubnetTest {
  private static final String FORWARDER = "127.0.5.1";
  private static final String FORWARDER_IN_2 = "127.0.2.5";
  private static final String IN_2 = "127.0.2.7";

  private DnsServer server = start(ForwardSettings.NONE);

  private static DnsServer start(ForwardSettings forward) {
    var index = Who.with(Who.index(), 1, "10.1.0.0/16", "fd00:1::/48");
    var all = Who.with(Who.with(index, 2, "10.2.0.0/16", "127.0.2.0/24"), 3, "10.1.7.0/24");
    var trust =
        new Trust(List.of(), PrefixSet.NONE, PrefixSet.of("127.0.5.0/24", FORWARDER_IN_2 + "/32"));
    try {
      return DnsServer.start(
          DnsSettings.of(
                  Listener.on(Loopback.anyPort()), Listener.forNetwork(Loopback.anyPort(), "net-2"))
              .withForward(forward)
              .withTrust(trust),
          () -> all);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Message query(String name, EDNSOption... options) {
    var query = DnsClient.query(name, "A");
    query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
    return query;
  }

  private static Message query(String subnet) {
    var slash = subnet.indexOf('/');
    var address = InetAddress.ofLiteral(subnet.substring(0, slash));
    var length = Integer.parseInt(subnet.substring(slash + 1));
    return query(Who.NAME, new ClientSubnetOption(length, address));
  }

  /** Who was answered, and what came back of the option: its scope, or {@code -}. */
  private String ask(int listener, String source, Message query) {
    var client = DnsClient.of(server.boundAddresses().get(listener)).from(source);
    var overUdp = said(client.udp(query));
    assertEquals(overUdp, said(client.tcp(query)));
    return overUdp;
  }

  private static String said(Message response) {
    var options =
        response.getOPT() == null ? List.<EDNSOption>of() : response.getOPT().getOptions();
    var scope =
        options.isEmpty()
            ? "-"
            : String.valueOf(((ClientSubnetOption) options.getFirst()).getScopePrefixLength());
    return Who.said(response) + " " + scope;
  }

  @ParameterizedTest
  @CsvSource({
    "10.2.9.9/32, 10.0.0.2 16",
    "10.2.9.0/24, 10.0.0.2 16",
    "fd00:1:0:700::/56, 10.0.0.1 48",
    "10.1.7.0/24, 10.0.0.3 24",
  })
  void theLongestPrefixAroundTheSubnetTellsTheNetwork(String subnet, String said) {
    assertEquals(said, ask(0, FORWARDER, query(subnet)));
  }

  /** A forwarder keeps the answer for the whole scope, so no other network may lie in it. */
  @ParameterizedTest
  @CsvSource({"10.1.2.0/24, 10.0.0.1 22", "10.1.128.0/17, 10.0.0.1 17"})
  void theScopeLeavesOutNetworksWithin(String subnet, String said) {
    assertEquals(said, ask(0, FORWARDER, query(subnet)));
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.0/24, 203.0.113.1 1", "10.1.0.0/16, 203.0.113.1 22"})
  void aSubnetOfNoOneNetworkSaysHowFarThatHolds(String subnet, String said) {
    assertEquals(said, ask(0, FORWARDER, query(subnet)));
  }

  @Test
  void theSubnetComesBeforeTheForwardersOwnAddress() {
    assertEquals("10.0.0.1 22", ask(0, FORWARDER_IN_2, query("10.1.2.3/32")));
    assertEquals("10.0.0.2 1", ask(0, FORWARDER_IN_2, query("192.0.2.0/24")));
    assertEquals("10.0.0.2 -", ask(0, FORWARDER_IN_2, DnsClient.query(Who.NAME, "A")));
  }

  @Test
  void whereTheListenerDecidesTheScopeIsZero() {
    assertEquals("10.0.0.2 0", ask(1, FORWARDER, query("10.1.2.0/24")));
  }

  /** The sender asks that the client's address is not used (RFC 7871 §7.1.2). */
  @Test
  void anEmptySubnetIsNotUsed() {
    assertEquals("10.0.0.2 0", ask(0, FORWARDER_IN_2, query("0.0.0.0/0")));
    assertEquals("10.0.0.2 0", ask(0, FORWARDER_IN_2, query("::/0")));
  }

  @Test
  void anEmptySubnetMayBeOfNoFamily() {
    var client = DnsClient.of(server.boundAddresses().getFirst()).from(FORWARDER_IN_2);
    var response = client.overUdp(raw("00000000").toWire()).orElseThrow();

    var end = Arrays.copyOfRange(response, response.length - 10, response.length);
    assertEquals("0008" + "0008" + "0004" + "00000000", HexFormat.of().formatHex(end));
    assertEquals(Rcode.NOERROR, response[3] & 0xf);
  }

  @Test
  void nobodyElseIsHeard() {
    assertEquals("10.0.0.2 -", ask(0, IN_2, query("10.1.2.0/24")));
    assertEquals("203.0.113.1 -", ask(0, "127.0.3.7", query("10.1.2.0/24")));
  }

  @Test
  void theOptionComesBackAsItWasSent() {
    var sent = query("10.2.9.0/24");
    var client = DnsClient.of(server.boundAddresses().getFirst()).from(FORWARDER);
    var option = (ClientSubnetOption) client.udp(sent).getOPT().getOptions().getFirst();

    assertEquals("10.2.9.0", option.getAddress().getHostAddress());
    assertEquals(24, option.getSourcePrefixLength());
    assertEquals(1, option.getFamily());
  }

  private static Message raw(String hex) {
    return query(Who.NAME, new GenericEDNSOption(8, HexFormat.of().parseHex(hex)));
  }

  /** RFC 7871 §6: too few or too many octets, bits beyond the length, a scope, another family. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "000118",
        "000118000a01",
        "000118000a010200",
        "0001210000000000ff",
        "000119000a01027f",
        "000118180a0102",
        "000318000a0102",
        "0000180000000000",
        "00028100fd00000000000000000000000000000000"
      })
  void aMalformedSubnetIsAFormatError(String hex) {
    for (var source : List.of(FORWARDER, IN_2)) {
      var client = DnsClient.of(server.boundAddresses().getFirst()).from(source);
      assertEquals(Rcode.FORMERR, client.udp(raw(hex)).getRcode(), source);
      assertEquals(Rcode.FORMERR, client.tcp(raw(hex)).getRcode(), source);
    }
  }

  @Test
  void twoSubnetsAreAFormatError() {
    var one = new ClientSubnetOption(24, InetAddress.ofLiteral("10.1.2.0"));
    var other = new ClientSubnetOption(24, InetAddress.ofLiteral("10.2.2.0"));

    assertEquals("FORMERR -", ask(0, FORWARDER, query(Who.NAME, one, other)));
  }

  @Test
  void anyOctetsInTheOptionAreSurvived() {
    var random = new Random(6);
    var client = DnsClient.of(server.boundAddresses().getFirst()).from(FORWARDER);
    for (int i = 0; i < 2_000; i++) {
      var octets = new byte[random.nextInt(24)];
      random.nextBytes(octets);
      octets = octets.length < 4 || random.nextBoolean() ? octets : plausible(octets, random);
      var rcode = client.udp(query(Who.NAME, new GenericEDNSOption(8, octets))).getRcode();
      assertTrue(rcode == Rcode.NOERROR || rcode == Rcode.FORMERR, Rcode.string(rcode));
    }
    assertEquals(0, server.counts().internalErrors());
  }

  private static byte[] plausible(byte[] octets, Random random) {
    var option = Arrays.copyOf(octets, 4 + (octets.length - 4) % 17);
    option[0] = 0;
    option[1] = (byte) (1 + random.nextInt(2));
    option[2] = (byte) (8 * (option.length - 4));
    option[3] = 0;
    return option;
  }

  @Test
  void upstreamsNeverHearOfTheClient() throws Exception {
    server.close();
    try (var upstream =
        new DatagramSocket(new InetSocketAddress(Loopback.port(0).getAddress(), 0))) {
      var heard = new CompletableFuture<Message>();
      Thread.ofVirtual().start(() -> deny(upstream, heard));
      var address = (InetSocketAddress) upstream.getLocalSocketAddress();
      server = start(ForwardSettings.to(List.of(address)));

      var subnet = new ClientSubnetOption(24, InetAddress.ofLiteral("10.2.9.0"));
      assertEquals("NXDOMAIN 16", ask(0, FORWARDER, query("elsewhere.test", subnet)));
      assertEquals(List.of(), heard.get().getOPT().getOptions());
    }
  }

  /** Denies every name until the socket is closed, and keeps the first query. */
  private static void deny(DatagramSocket upstream, CompletableFuture<Message> heard) {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[1_500], 1_500);
        upstream.receive(packet);
        var message = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        heard.complete(message);
        var reply = new Message(message.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setRcode(Rcode.NXDOMAIN);
        reply.addRecord(message.getQuestion(), Section.QUESTION);
        var octets = reply.toWire();
        upstream.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      heard.completeExceptionally(e);
    }
  }
}

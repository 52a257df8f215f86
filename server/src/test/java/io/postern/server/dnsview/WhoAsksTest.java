package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.NeedsProgram;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.SettingsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;

/** Which network a query belongs to, where it says more than its address: key, proxy, subnet. */
class WhoAsksTest {
  private static final String NAME = "host.corp.example";
  private static final String SECRET = "cG9zdGVybiBpcyBhIHNtYWxsIHByaXZhdGUgZG9vci4=";
  private static final String FORWARDER = "127.0.5.1";
  private static final String PROXY = "127.0.6.1";

  /** As a person writes it, the prefixes a forwarder and a proxy of the tests are in. */
  private static final String SETTINGS =
      """
      dns:
        trust:
          proxies: [127.0.6.0/24]
          subnetForwarders: [127.0.5.0/24, 127.0.6.0/24, 10.3.0.0/16]
          keys:
            - name: by-key.example
              algorithm: hmac-sha256
              secretFile: %s
              virtualNetwork: subscriptions/contoso/resourceGroups/by-key/providers/Microsoft.Network/virtualNetworks/by-key
      """;

  @TempDir private Path folder;
  private DnsLab dns;

  @BeforeEach
  void start() throws IOException {
    var secret = Files.writeString(folder.resolve("key"), SECRET + "\n");
    var file = Files.writeString(folder.resolve("postern.yaml"), SETTINGS.formatted(secret));
    var trust = SettingsFile.read(file, ServerSettings.in(folder)).dns().trust();
    dns = DnsLab.start(folder, settings -> settings.withTrust(trust), "bound");
    dns.lab.network("bound", "10.1.0.0/16");
    dns.networkWithHost("by-key", "10.2.0.0/16", "10.2.0.9");
    dns.networkWithHost("by-proxy", "10.3.0.0/16", "10.3.0.9");
    dns.networkWithHost("by-subnet", "10.4.0.0/16", "10.4.0.9");
    dns.networkWithHost("by-source", "127.0.0.0/16", "127.0.0.9");
  }

  @AfterEach
  void stop() {
    dns.close();
  }

  private static Answered host(String address) {
    return new Answered("NOERROR", true, List.of(NAME + " 60 A " + address), List.of());
  }

  private static Message withSubnet(Message query, String address) {
    var option = new ClientSubnetOption(24, InetAddress.ofLiteral(address));
    query.addRecord(new OPTRecord(1232, 0, 0, 0, option), Section.ADDITIONAL);
    return query;
  }

  private static TSIG key() {
    return new TSIG(TSIG.HMAC_SHA256, "by-key.example.", SECRET);
  }

  private static Message signed(Message query) {
    key().apply(query, null);
    return query;
  }

  /** A query as a proxy sends it on: for a client, or for itself where there is none. */
  private static byte[] proxied(Optional<String> client, Message query) {
    var header = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
    var content = ByteBuffer.allocate(12);
    client.ifPresent(
        it -> content.put(InetAddress.ofLiteral(it).getAddress()).putInt(0).putInt(0x00350035));
    var message = new ByteArrayOutputStream();
    message.writeBytes(header);
    message.writeBytes(new byte[] {(byte) (client.isPresent() ? 0x21 : 0x20), 0x12, 0, 12});
    message.writeBytes(content.array());
    message.writeBytes(query.toWire());
    return message.toByteArray();
  }

  /** Asks by way of the proxy. */
  private Answered ask(String listener, Optional<String> client, Message query) {
    var response =
        DnsClient.of(dns.listenerOf(listener)).from(PROXY).overUdp(proxied(client, query));
    return Answered.of(DnsClient.parse(response.orElseThrow()));
  }

  private static Message query() {
    return DnsClient.query(NAME, "A");
  }

  /** All that can tell the network, each time less of it, in one query of one machine. */
  @Test
  void theFirstThatSaysAnythingDecides() {
    var client = Optional.of("10.3.0.1");
    var nobody = Optional.<String>empty();

    var bound = ask("bound", client, signed(withSubnet(query(), "10.4.0.0")));
    assertEquals("REFUSED", bound.rcode(), "the listener's network has no such name");
    assertEquals(host("10.2.0.9"), ask("", client, signed(withSubnet(query(), "10.4.0.0"))));
    assertEquals(host("10.3.0.9"), ask("", client, withSubnet(query(), "10.4.0.0")));
    assertEquals(host("10.4.0.9"), ask("", nobody, withSubnet(query(), "10.4.0.0")));
    assertEquals(host("127.0.0.9"), ask("", nobody, query()));
  }

  @Test
  void aVerifiedKeyTellsTheNetwork() {
    var query = signed(query());
    var octets = dns.client().overTcp(query.toWire()).orElseThrow();
    var response = DnsClient.parse(octets);

    assertEquals(host("10.2.0.9"), Answered.of(response));
    assertEquals(Rcode.NOERROR, key().verify(response, octets, query.getTSIG()));
  }

  @Test
  void aKeyThatIsNotTheServersTellsNothing() {
    var query = query();
    new TSIG(TSIG.HMAC_SHA256, "by-key.example.", "b3RoZXI=").apply(query, null);
    var response = dns.client().udp(query);

    assertEquals(new Answered("NOTAUTH", false, List.of(), List.of()), Answered.of(response));
    assertEquals(Rcode.BADSIG, response.getTSIG().getError());
  }

  @Test
  void theSourceInAProxysHeaderTellsTheNetwork() {
    assertEquals(host("10.3.0.9"), ask("", Optional.of("10.3.200.1"), query()));
    assertEquals(host("10.4.0.9"), ask("", Optional.of("10.4.0.1"), query()));
    assertEquals("REFUSED", ask("", Optional.of("192.0.2.1"), query()).rcode());
  }

  @Test
  void theSubnetOfAListedForwarderTellsTheNetwork() {
    var query = withSubnet(query(), "10.4.7.0");

    assertEquals(host("10.4.0.9"), Answered.of(dns.client().from(FORWARDER).udp(query)));
    assertEquals(
        host("127.0.0.9"), Answered.of(dns.client().from("127.0.7.1").udp(query)), "not listed");
  }

  private static final Pattern SUBNET = Pattern.compile("CLIENT-SUBNET: ([0-9./]+)");

  @Test
  @NeedsProgram(value = "dig", debianPackage = "bind9-dnsutils")
  void digSendsSubnetsAndKeys() {
    var server = dns.listenerOf("");
    var printed = Dig.dig().print(server, NAME, "A", "-b", FORWARDER, "+subnet=10.4.7.0/24");
    var subnet = SUBNET.matcher(printed);
    assertTrue(subnet.find(), printed);
    assertEquals("10.4.7.0/24/16", subnet.group(1));
    assertTrue(printed.contains("10.4.0.9"), printed);

    assertSigned(Dig.dig(), server, "hmac-sha256:by-key.example:" + SECRET);
  }

  @Test
  @NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
  void kdigSendsProxyHeadersAndKeys() {
    var server = dns.listenerOf("");
    for (var transport : List.of("+notcp", "+tcp")) {
      var options = new String[] {"-b", PROXY, "+proxy=10.3.0.7-10.3.0.53", transport};
      assertEquals(host("10.3.0.9"), Dig.kdig().ask(server, NAME, "A", options));
    }
    assertSigned(Dig.kdig(), server, "hmac-sha256:by-key.example:" + SECRET);
  }

  /** The program says so when it cannot verify what it is answered. */
  private static void assertSigned(Dig program, InetSocketAddress server, String key) {
    var printed = program.print(server, NAME, "A", "+norecurse", "-y", key);
    assertTrue(printed.contains("10.2.0.9"), printed);
    assertTrue(printed.contains("TSIG"), printed);
    assertFalse(printed.matches("(?is).*(warning|verify|error:).*"), printed);
  }
}

package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.transport.DnsSettings.Listener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TcpKeepaliveOption;

/** What a server says of itself when it is asked: its name, and how long it keeps a connection. */
class OptionsTest {
  private static final String NAME = "acct1.privatelink.blob.core.windows.net";

  private final List<DnsServer> servers = new ArrayList<>();

  private DnsServer start(String name) {
    var index = Networks.index();
    var listener = Listener.forNetwork(Loopback.anyPort(), "vnet-a");
    var limits = new TcpLimits(10, 10, Duration.ofMillis(7_500), 100);
    try {
      var settings = DnsSettings.of(listener).withServerName(name).withTcp(limits);
      servers.add(DnsServer.start(settings, () -> index));
      return servers.getLast();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    servers.forEach(DnsServer::close);
  }

  private static DnsClient client(DnsServer server) {
    return DnsClient.of(server.boundAddresses().getFirst());
  }

  private static Message query(int version, EDNSOption... options) {
    var query = DnsClient.query(NAME, "A");
    query.addRecord(new OPTRecord(1232, 0, version, 0, List.of(options)), Section.ADDITIONAL);
    return query;
  }

  private static List<EDNSOption> options(Message response) {
    assertEquals(Rcode.NOERROR, response.getRcode());
    assertEquals(1, response.getSection(Section.ANSWER).size());
    return response.getOPT().getOptions();
  }

  @Test
  void rfc5001s22WhoAsksForTheServersNameGetsIt() {
    var options = options(client(start("north-1")).udp(query(0, new NSIDOption(new byte[0]))));

    assertEquals(List.of(new NSIDOption("north-1".getBytes(StandardCharsets.UTF_8))), options);
  }

  @Test
  void rfc5001s22WhoDoesNotAskIsNotTold() {
    assertEquals(List.of(), options(client(start("north-1")).udp(query(0))));
  }

  @Test
  void aServerWithoutANameTellsNone() {
    assertEquals(List.of(), options(client(start("")).udp(query(0, new NSIDOption(new byte[0])))));
  }

  @Test
  void theNameOfAServerHasAGreatestLength() {
    assertThrows(IllegalArgumentException.class, () -> start("n".repeat(129)));
    var longest = "n".repeat(128);
    assertEquals(
        List.of(new NSIDOption(longest.getBytes(StandardCharsets.UTF_8))),
        options(client(start(longest)).udp(query(0, new NSIDOption(new byte[0])))));
  }

  @Test
  void rfc7828s332AConnectionsIdleTimeIsToldInTenthsOfASecond() {
    var options = options(client(start("")).tcp(query(0, new TcpKeepaliveOption())));

    assertEquals(List.of(new TcpKeepaliveOption(75)), options);
  }

  @Test
  void rfc7828s331OverUdpTheOptionIsIgnored() {
    assertEquals(List.of(), options(client(start("")).udp(query(0, new TcpKeepaliveOption()))));
  }

  /** RFC 6891 §6.1.3: what the options of another version mean is not known here. */
  @Test
  void rfc6891s613AnotherVersionsOptionsAreNotRead() {
    var malformedCookie = new GenericEDNSOption(EDNSOption.Code.COOKIE, new byte[3]);

    var response = client(start("north-1")).udp(query(1, malformedCookie));

    assertEquals(Rcode.BADVERS, response.getRcode());
    assertEquals(0, response.getOPT().getVersion());
    assertTrue(response.getOPT().getOptions().isEmpty());
  }

  @Test
  void rfc6891s612UnknownOptionsAreIgnoredBesideKnownOnes() {
    var unknown = new GenericEDNSOption(65001, new byte[] {1, 2, 3});

    var options =
        options(
            client(start("north-1")).udp(query(0, unknown, new NSIDOption(new byte[0]), unknown)));

    assertEquals(1, options.size());
  }

  @Test
  @NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
  void kdigReadsTheServersName() {
    var address = start("north-1").boundAddresses().getFirst();

    var printed = Dig.kdig().print(address, NAME, "A", "+nsid");

    assertTrue(printed.contains("\"north-1\""), printed);
  }

  @Test
  @NeedsProgram(value = "dig", debianPackage = "dnsutils")
  void digReadsHowLongItsConnectionIsKept() {
    var address = start("north-1").boundAddresses().getFirst();

    var printed = Dig.dig().print(address, NAME, "A", "+tcp", "+keepalive", "+nsid");

    assertTrue(printed.contains("KEEPALIVE: 7.5 secs"), printed);
    assertTrue(printed.contains("(\"north-1\")"), printed);
  }

  /** RFC 7766 §6.2.1: the second query comes on the first one's connection. */
  @Test
  @NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
  void kdigAsksTwiceOnOneConnection() {
    var server = start("");
    var address = server.boundAddresses().getFirst();

    var printed = Dig.kdig().print(address, NAME, "A", "+tcp", "+keepopen", NAME + ".", "AAAA");

    assertEquals(2, printed.split("status: NOERROR", -1).length - 1, printed);
    assertEquals(2, server.counts().tcpQueries());
  }
}

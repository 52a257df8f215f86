package io.postern.dns.scenario;

import static io.postern.dns.testing.Sections.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.PlainServer;
import io.postern.dns.testing.Sections;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plain zone answers of its own: records of all types, wildcards, chains, denials. */
class PlainAnswersTest {
  private static final String DENIAL = PlainZone.SOA;

  @TempDir static Path folder;
  private static PlainServer server;

  @BeforeAll
  static void start() throws IOException {
    server = PlainZone.serve(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theSoaIsServedAsTheFileHasIt() {
    assertEquals(
        answer(
            "example.org. 300 SOA ns1.example.org. hostmaster.example.org. 4294967290 7200 3600"
                + " 1209600 60"),
        server.ask("example.org", "SOA"));
  }

  // RFC 1034 §4.3.2 step 6
  @Test
  void theServersOfTheApexComeWithTheAddressesTheZoneHas() {
    assertEquals(
        answer("example.org. 300 NS ns.elsewhere.net.", "example.org. 300 NS ns1.example.org.")
            .additional(
                "ns1.example.org. 300 A 192.0.2.1",
                "ns1.example.org. 300 AAAA 2001:db8:0:0:0:0:0:1"),
        server.ask("example.org", "NS"));
  }

  @Test
  void rfc1035Section339MailServersComeWithTheirAddresses() {
    assertEquals(
        answer(
                "example.org. 300 MX 10 mail.example.org.",
                "example.org. 300 MX 20 mail.elsewhere.net.")
            .additional("mail.example.org. 300 A 192.0.2.25"),
        server.ask("example.org", "MX"));
  }

  // RFC 2782, "Additional data"
  @Test
  void rfc2782ServicesComeWithTheAddressesOfTheirHosts() {
    assertEquals(
        answer("_sip._tcp.example.org. 300 SRV 1 2 5060 mail.example.org.")
            .additional("mail.example.org. 300 A 192.0.2.25"),
        server.ask("_sip._tcp.example.org", "SRV"));
  }

  @Test
  void rfc3597ATypeNobodyKnowsIsServedAsOctets() {
    assertEquals(
        answer("odd.example.org. 300 TYPE65280 \\# 4 0A000001"),
        server.ask("odd.example.org", "TYPE65280"));
  }

  @Test
  void recordsOfRareTypesAreServed() {
    assertEquals(
        answer("key.example.org. 300 SSHFP 1 1 DD465C09CFA51FB45020CC83316FFF21B9EC74AC"),
        server.ask("key.example.org", "SSHFP"));
  }

  @Test
  void rfc1035Section51StringsKeepQuotesAndOctets() {
    assertEquals(
        answer("web.example.org. 300 TXT \"two words\" \"strings with \\\"quotes\\\" and \\228\""),
        server.ask("web.example.org", "TXT"));
  }

  // RFC 1034 §3.6.2
  @Test
  void anAliasIsFollowedWithinTheZone() {
    assertEquals(
        answer(
            "www.example.org. 300 CNAME web.example.org.",
            "web.example.org. 300 A 192.0.2.80",
            "web.example.org. 300 A 192.0.2.81"),
        server.ask("www.example.org", "A"));
    assertEquals(
        answer("www.example.org. 300 CNAME web.example.org."),
        server.ask("www.example.org", "CNAME"));
  }

  @Test
  void anAliasIsFollowedIntoAnotherZoneThatIsServed() {
    assertEquals(
        answer(
            "out.example.org. 300 CNAME www.example.com.", "www.example.com. 300 A 198.51.100.80"),
        server.ask("out.example.org", "A"));
  }

  @Test
  void anAliasThatLeavesWhatIsServedIsAnsweredAsFarAsItGoes() {
    assertEquals(
        answer("outside.example.org. 300 CNAME www.elsewhere.net."),
        server.ask("outside.example.org", "A"));
  }

  @Test
  void rfc6604AnAliasOfNothingHasTheCodeOfItsTarget() {
    assertEquals(
        answer("lost.example.org. 300 CNAME nothing.example.org.")
            .head("NXDOMAIN aa")
            .authority(DENIAL),
        server.ask("lost.example.org", "A"));
  }

  @Test
  void aRingOfAliasesIsAFailure() {
    assertEquals(answer().head("SERVFAIL"), server.ask("ring.example.org", "A"));
  }

  @Test
  void rfc2308Section2ATypeThatIsNotThereIsDeniedWithTheSoa() {
    assertEquals(answer().authority(DENIAL), server.ask("web.example.org", "AAAA"));
  }

  @Test
  void rfc2308Section2ANameThatIsNotThereIsDeniedWithTheSoa() {
    assertEquals(
        answer().head("NXDOMAIN aa").authority(DENIAL), server.ask("nothing.example.org", "A"));
  }

  @Test
  void rfc8020AnEmptyNonTerminalExists() {
    assertEquals(answer().authority(DENIAL), server.ask("b.c.example.org", "A"));
    assertEquals(answer().authority(DENIAL), server.ask("c.example.org", "TXT"));
    assertEquals(
        answer().head("NXDOMAIN aa").authority(DENIAL), server.ask("x.b.c.example.org", "A"));
  }

  @Test
  void rfc4592Section331AWildcardStandsInForNamesThatAreNotThere() {
    assertEquals(
        answer("any.wild.example.org. 300 A 192.0.2.42"), server.ask("any.wild.example.org", "A"));
    assertEquals(
        answer("one.two.wild.example.org. 300 A 192.0.2.42"),
        server.ask("one.two.wild.example.org", "A"));
    assertEquals(
        answer("any.wild.example.org. 300 MX 5 mail.example.org.")
            .additional("mail.example.org. 300 A 192.0.2.25"),
        server.ask("any.wild.example.org", "MX"));
    assertEquals(answer().authority(DENIAL), server.ask("any.wild.example.org", "AAAA"));
    assertEquals(
        answer("*.wild.example.org. 300 A 192.0.2.42"), server.ask("*.wild.example.org", "A"));
  }

  @Test
  void rfc4592Section221ANameThatIsThereIsNotCoveredByAWildcard() {
    assertEquals(answer().authority(DENIAL), server.ask("host.wild.example.org", "MX"));
    assertEquals(
        answer().head("NXDOMAIN aa").authority(DENIAL),
        server.ask("below.host.wild.example.org", "A"));
  }

  @Test
  void rfc4592Section222AnEmptyNonTerminalIsNotCoveredByAWildcard() {
    assertEquals(answer().authority(DENIAL), server.ask("ent.wild.example.org", "A"));
    assertEquals(
        answer().head("NXDOMAIN aa").authority(DENIAL), server.ask("x.ent.wild.example.org", "A"));
  }

  @Test
  void rfc4592Section43AWildcardAliasIsFollowed() {
    assertEquals(
        answer(
            "any.alias.example.org. 300 CNAME web.example.org.",
            "web.example.org. 300 A 192.0.2.80",
            "web.example.org. 300 A 192.0.2.81"),
        server.ask("any.alias.example.org", "A"));
  }

  @Test
  void rfc8482Section41AnyIsAnsweredWithOneSet() {
    assertEquals(
        answer("web.example.org. 300 A 192.0.2.80", "web.example.org. 300 A 192.0.2.81"),
        server.ask("web.example.org", "ANY"));
    assertEquals(1, server.ask("any.wild.example.org", "ANY").answers().size());
  }

  @Test
  void aNameInNoZoneIsRefused() {
    assertEquals(answer().head("REFUSED"), server.ask("www.elsewhere.net", "A"));
    assertEquals(answer().head("REFUSED"), server.ask("org", "NS"));
  }

  @Test
  void rfc3597Section4NamesInDataOfNewerTypesAreNotCompressed() {
    assertTrue(octets("_sip._tcp.example.org", "SRV").contains("\4mail\7example\3org\0"));
    assertTrue(octets("within.example.org", "DNAME").contains("\6target\7example\3org\0"));
    assertFalse(octets("example.org", "MX").contains("\4mail\7example"));
  }

  /** The response, each octet as a character. */
  private static String octets(String name, String type) {
    var response = DnsClient.of(server.address()).overUdp(DnsClient.query(name, type).toWire());
    return new String(response.orElseThrow(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void theRootCanBeServed(@TempDir Path files) throws IOException {
    var zone =
        "$TTL 60\n"
            + ". SOA ns. host. 1 2 3 4 5\n"
            + ". NS ns.\n"
            + "ns. A 192.0.2.1\n"
            + "org. NS ns.org.\n"
            + "ns.org. A 192.0.2.2\n";
    try (var root = PlainServer.start(files, Map.of(".", zone))) {
      assertEquals(answer(". 60 NS ns.").additional("ns. 60 A 192.0.2.1"), root.ask(".", "NS"));
      assertEquals(
          answer()
              .head("NOERROR")
              .authority("org. 60 NS ns.org.")
              .additional("ns.org. 60 A 192.0.2.2"),
          root.ask("www.example.org", "A"));
      assertEquals("NXDOMAIN aa", root.ask("www.example.net", "A").head());
      assertEquals("NOERROR aa", root.ask(".", "DS").head());
    }
  }

  @Test
  void tcpAnswersTheSame() {
    assertEquals(
        server.ask("example.org", "MX"),
        Sections.of(DnsClient.of(server.address()).tcp("example.org", "MX")));
  }
}

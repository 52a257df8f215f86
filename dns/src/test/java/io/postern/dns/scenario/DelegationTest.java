package io.postern.dns.scenario;

import static io.postern.dns.testing.Sections.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.testing.PlainServer;
import io.postern.dns.testing.Sections;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered at a cut and below it, where others are authoritative. */
class DelegationTest {
  private static final Sections REFERRAL =
      answer()
          .head("NOERROR")
          .authority(
              "sub.example.org. 300 NS ns.elsewhere.net.",
              "sub.example.org. 300 NS ns.sub.example.org.",
              "sub.example.org. 300 NS ns2.other.example.org.")
          .additional(
              "ns.sub.example.org. 300 A 192.0.2.53",
              "ns.sub.example.org. 300 AAAA 2001:db8:0:0:0:0:0:53",
              "ns2.other.example.org. 300 A 192.0.2.56");

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

  // RFC 1034 §4.3.2 step 3b; RFC 2181 §6.1: not authoritative for the NS at the cut either
  @Test
  void rfc1034Section432ANameAtOrBelowACutIsReferred() {
    assertEquals(REFERRAL, server.ask("www.sub.example.org", "A"));
    assertEquals(REFERRAL, server.ask("sub.example.org", "A"));
    assertEquals(REFERRAL, server.ask("sub.example.org", "NS"));
    assertEquals(REFERRAL, server.ask("sub.example.org", "ANY"));
    assertEquals(REFERRAL, server.ask("a.b.c.sub.example.org", "SOA"));
  }

  @Test
  void rfc1034Section421GlueIsNotAnAnswer() {
    assertEquals(REFERRAL, server.ask("ns.sub.example.org", "A"));
    assertEquals(REFERRAL, server.ask("hidden.sub.example.org", "A"));
  }

  @Test
  void rfc1034Section432AWildcardBelowACutCoversNothing() {
    assertEquals(REFERRAL, server.ask("any.sub.example.org", "A"));
    assertEquals(REFERRAL, server.ask("*.sub.example.org", "A"));
  }

  @Test
  void rfc4035Section3141TheDsRecordIsTheUpperZones() {
    assertEquals(
        answer("sub.example.org. 300 DS 12345 8 1 DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"),
        server.ask("sub.example.org", "DS"));
    assertEquals(answer().authority(PlainZone.SOA), server.ask("other.example.org", "DS"));
    assertEquals(REFERRAL, server.ask("www.sub.example.org", "DS"));
  }

  @Test
  void rfc4035Section3141TheUpperZoneAnswersForDsWhenBothAreServed() {
    assertEquals(
        answer("sub.example.com. 300 DS 4711 8 1 DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"),
        server.ask("sub.example.com", "DS"));
  }

  @Test
  void aChildThatIsServedAsWellAnswersForItself() {
    assertEquals(
        answer("www.sub.example.com. 300 A 198.51.100.99"), server.ask("www.sub.example.com", "A"));
    assertEquals("NOERROR aa", server.ask("sub.example.com", "NS").head());
    assertEquals("NXDOMAIN aa", server.ask("x.sub.example.com", "A").head());
  }

  // RFC 1034 §4.3.2 step 3a goes on at the alias's target; AA is about the first name (RFC 1035
  // §4.1.1)
  @Test
  void anAliasThatLeadsBelowACutEndsInAReferral() {
    assertEquals(
        new Sections(
            "NOERROR aa",
            List.of("tosub.example.org. 300 CNAME www.sub.example.org."),
            REFERRAL.authority(),
            REFERRAL.additional()),
        server.ask("tosub.example.org", "A"));
  }

  @Test
  void rfc9471Section31GlueThatDoesNotFitIsTruncation(@TempDir Path files) throws IOException {
    var servers =
        IntStream.range(0, 20)
            .mapToObj(i -> "sub NS ns%1$d.sub\nns%1$d.sub A 192.0.2.%1$d\n".formatted(i))
            .collect(Collectors.joining());
    var elsewhere =
        IntStream.range(0, 20)
            .mapToObj(i -> "far NS ns%1$d.there\nns%1$d.there A 192.0.2.%1$d\n".formatted(i))
            .collect(Collectors.joining());
    var zone = "$TTL 60\n@ SOA a b 1 2 3 4 5\n@ NS a\n" + servers + elsewhere;
    try (var many = PlainServer.start(files, Map.of("example.net", zone))) {
      assertEquals("NOERROR tc", many.ask("www.sub.example.net", "A", 512).head());
      var complete = many.ask("www.sub.example.net", "A", 1232);
      assertEquals("NOERROR", complete.head());
      assertEquals(20, complete.additional().size());
      // Addresses of servers outside the delegated zone are only a help (RFC 2181 §9).
      var far = many.ask("www.far.example.net", "A", 512);
      assertEquals("NOERROR", far.head());
      assertEquals(20, far.authority().size());
    }
  }
}

package io.postern.dns.scenario;

import static io.postern.dns.testing.Sections.answer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.testing.PlainServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DNAME (RFC 6672). */
class RedirectionTest {
  private static final String LONG = "a".repeat(55);

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
  void rfc6672Section31ANameBelowMovesWithASynthesisedAliasOfTheSameTtl() {
    assertEquals(
        answer(
            "moved.example.org. 60 DNAME example.com.",
            "www.moved.example.org. 60 CNAME www.example.com.",
            "www.example.com. 300 A 198.51.100.80"),
        server.ask("www.moved.example.org", "A"));
    assertEquals(
        answer(
            "within.example.org. 300 DNAME target.example.org.",
            "x.within.example.org. 300 CNAME x.target.example.org.",
            "x.target.example.org. 300 A 192.0.2.90"),
        server.ask("x.within.example.org", "A"));
  }

  @Test
  void rfc6672Section31TheSynthesisedAliasAnswersForCname() {
    assertEquals(
        answer(
            "within.example.org. 300 DNAME target.example.org.",
            "x.within.example.org. 300 CNAME x.target.example.org."),
        server.ask("x.within.example.org", "CNAME"));
  }

  @Test
  void rfc6672Section32ATargetThatDoesNotExistIsDenied() {
    assertEquals(
        answer(
                "within.example.org. 300 DNAME target.example.org.",
                "a.y.within.example.org. 300 CNAME a.y.target.example.org.")
            .head("NXDOMAIN aa")
            .authority(PlainZone.SOA),
        server.ask("a.y.within.example.org", "A"));
  }

  @Test
  void rfc6672Section23TheOwnerItselfIsNotMoved() {
    assertEquals(
        answer("moved.example.org. 60 DNAME example.com."),
        server.ask("moved.example.org", "DNAME"));
    assertEquals(
        answer("moved.example.org. 300 TXT \"the owner is not moved\""),
        server.ask("moved.example.org", "TXT"));
    assertEquals(answer().authority(PlainZone.SOA), server.ask("moved.example.org", "A"));
  }

  @Test
  void rfc6672Section22ATargetTooLongForANameIsYxdomain() {
    var name = (LONG + ".") + "x.d.long.example.org";
    var dname = "d.long.example.org. 300 DNAME " + (LONG + ".").repeat(3) + "example.net.";
    assertEquals(
        answer(
            dname,
            name + ". 300 CNAME " + (LONG + ".") + "x." + (LONG + ".").repeat(3) + "example.net."),
        server.ask(name, "A"));
    assertEquals(
        answer(dname).head("YXDOMAIN aa"), server.ask("y." + "z".repeat(20) + "." + name, "A"));
  }

  @Test
  void aSpiralOfDnamesEnds() {
    assertEquals(answer().head("SERVFAIL"), server.ask("x.spiral.example.org", "A"));
  }
}

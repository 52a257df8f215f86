package io.postern.dns.master;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.name.DnsName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the text of a master file means. */
class MasterFileTest {
  private static final DnsName APEX = DnsName.parse("example.org");
  private static final String HEAD = "$TTL 60\n@ SOA ns host 1 2 3 4 5\n";

  @TempDir private Path folder;

  private LoadedZone load(String text) {
    return load(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private LoadedZone load(byte[] octets) {
    try {
      return ZoneLoader.load(APEX, Files.write(folder.resolve("zone"), octets));
    } catch (IOException | MasterFileException e) {
      throw new AssertionError(e);
    }
  }

  /** The records of a file with an SOA before them, one a line: {@code owner ttl type octets}. */
  private List<String> records(String text) {
    return lines(load(HEAD + text));
  }

  private static List<String> lines(LoadedZone loaded) {
    var lines = new ArrayList<String>();
    loaded
        .zone()
        .forEachNode((name, node) -> {
          for (var set : node.recordSets()) {
            for (var rdata : set.rdata()) {
              var octets = new byte[rdata.toBuffer().remaining()];
              rdata.toBuffer().get(octets);
              lines.add(
                  String.format(
                      Locale.ROOT,
                      "%s %d %s %s",
                      name,
                      set.ttlSeconds(),
                      set.type(),
                      HexFormat.of().formatHex(octets)));
            }
          }
        });
    lines.sort(null);
    return lines;
  }

  private static String hex(String ascii) {
    return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void theSoaGivesTheZoneItsSerialAndTimes() {
    var zone = load("@ 1h IN SOA ns.example.net. host 4294967295 2h 30m 1w 1d").zone();
    var soa = zone.soaSettings();
    assertEquals(DnsName.parse("ns.example.net"), soa.mname());
    assertEquals(DnsName.parse("host.example.org"), soa.rname());
    assertEquals(
        List.of(3600, 7200, 1800, 604_800, 86_400),
        List.of(
            soa.ttlSeconds(),
            soa.refreshSeconds(),
            soa.retrySeconds(),
            soa.expireSeconds(),
            soa.minimumSeconds()));
    var rdata = zone.soa().records().rdata().getFirst().toBuffer();
    assertEquals(-1, rdata.getInt(rdata.limit() - 20), "the serial");
  }

  // RFC 1035 §5.1: the owner, the TTL and the class may be left out
  @Test
  void whatIsLeftOutIsAsInTheRecordBefore() {
    assertEquals(
        List.of(
            "a.example.org 30 A 0a000001",
            "a.example.org 30 AAAA 00000000000000000000000000000001",
            "a.example.org 60 TXT 0178"),
        records("a 30 IN A 10.0.0.1\n  IN 30 AAAA ::1\n\t\tTXT x ; a comment\n"));
  }

  @Test
  void withoutATtlDirectiveARecordHasThatOfTheOneBefore() {
    assertEquals(
        List.of(
            "a.example.org 5 A 0a000001",
            "b.example.org 9 A 0a000001",
            "c.example.org 9 A 0a000001"),
        lines(load("@ SOA a b 1 2 3 4 5\na A 10.0.0.1\nb 9 A 10.0.0.1\nc A 10.0.0.1\n")));
  }

  @Test
  void originChangesWhatRelativeNamesMean() {
    assertEquals(
        List.of(
            "a.sub.example.org 60 CNAME " + "01620373756207657861" + "6d706c65036f726700",
            "sub.example.org 60 A 0a000001"),
        records("$ORIGIN sub\n@ A 10.0.0.1\na CNAME b\n"));
  }

  @Test
  void parenthesesHoldLinesTogetherAndCommentsMeanNothing() {
    assertEquals(
        List.of("a.example.org 60 MX 000a016200"),
        records("a MX ( ; one ( two\n 10 ; \"\n\n b. )\n"));
  }

  @Test
  void stringsHaveTheirOctets() {
    assertEquals(
        List.of(
            "a.example.org 60 TXT "
                + "05"
                + hex("a;(\"b")
                + "02"
                + hex("\u00fc\\")
                + "00"
                + "03"
                + hex("c d")),
        records("a TXT \"a;(\\\"b\" \\252\\\\ \"\" c\\ d\n"));
  }

  @Test
  void stringsKeepTheOctetsOfTheFile() {
    var text = (HEAD + "a TXT \"ä\"\n").getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of("a.example.org 60 TXT 02c3a4"), lines(load(text)));
  }

  @Test
  void namesHaveEscapes() {
    assertEquals(
        List.of("a\\.b\\032c.example.org 60 A 0a000001"), records("a\\.b\\032c A 10.0.0.1\n"));
    assertEquals(List.of("d\\..example.org 60 A 0a000001"), records("d\\. A 10.0.0.1\n"));
  }

  @Test
  void rfc3597DataOfAnyTypeMayBeOctets() {
    assertEquals(
        List.of(
            "a.example.org 60 A 0a000001",
            "b.example.org 60 TYPE65534 ",
            "c.example.org 60 TYPE731 abcdef"),
        records(
            "a TYPE1 \\# 4 0a 00 00 01\n"
                + "b TYPE65534 \\# 0\n"
                + "c CLASS1 TYPE731 \\# 3 ( abcd\n"
                + " ef )\n"));
  }

  @Test
  void dataOfRareTypesIsRead() {
    var caa = records("@ CAA 0 issue \"ca.example.net\"\n");
    assertEquals(List.of("example.org 60 TYPE257 0005" + hex("issueca.example.net")), caa);
    assertEquals(
        List.of("_443._tcp.example.org 60 TYPE52 030101abcd"),
        records("_443._tcp TLSA 3 1 1 abcd\n"));
    assertEquals(
        List.of("example.org 60 TYPE65 " + "0001" + "00" + "0001" + "0003" + "02" + hex("h2")),
        records("@ HTTPS 1 . alpn=h2\n"));
    assertEquals(
        List.of("example.org 60 TYPE17 " + "0161" + hex("\u0007example") + "036f726700" + "00"),
        records("@ RP a .\n"));
  }

  @Test
  void generateWritesARecordForEachNumber() {
    assertEquals(
        List.of("h08.example.org 60 A 0a000008", "h0a.example.org 60 A 0a00000a"),
        records("$GENERATE 8-11/2 h${0,2,x} A 10.0.0.$\n"));
    assertEquals(
        List.of("1.0.example.org 60 CNAME " + "0261310765" + "78616d706c65036f726700"),
        records("$GENERATE 1-1 ${0,3,n} 60 IN CNAME a$\n"));
    assertEquals(List.of("n$7.example.org 60 TXT 023738"), records("$GENERATE 7-7 n$$$ TXT $8\n"));
  }

  @Test
  void includeReadsAFileBesideThisOneAndChangesNothingHere() throws IOException {
    Files.createDirectories(folder.resolve("more"));
    Files.writeString(
        folder.resolve("more/hosts"), "$TTL 7\nx A 10.0.0.1\n$ORIGIN y\n@ A 10.0.0.2\n");
    assertEquals(
        List.of(
            "b.example.org 60 A 0a000003",
            "x.in.example.org 7 A 0a000001",
            "y.in.example.org 7 A 0a000002"),
        records("b A 10.0.0.3\n$INCLUDE more/hosts in\n  A 10.0.0.3\n"));
  }

  @Test
  void aRecordThatIsThereTwiceIsThereOnce() {
    var loaded = load(HEAD + "a A 10.0.0.1\nb A 10.0.0.1\nA A 10.0.0.1\na A 10.0.0.2\n");
    assertEquals(
        List.of(
            "a.example.org 60 A 0a000001",
            "a.example.org 60 A 0a000002",
            "b.example.org 60 A 0a000001"),
        lines(loaded));
    assertEquals(4, loaded.records());
  }

  /** Signatures stand in no set: their TTLs are those of what they sign (RFC 4034 §3). */
  @Test
  void aSignedZoneIsDataLikeAnyOtherAndItIsSaidOnce() {
    var rrsig = " 8 2 60 20300101000000 20200101000000 1 example.org. AwEAAQ==\n";
    var loaded =
        load(
            HEAD
                + "@ NS ns.example.net.\na A 10.0.0.1\na 60 RRSIG A"
                + rrsig
                + "a 5 RRSIG NSEC"
                + rrsig
                + "a 5 NSEC example.org. A RRSIG NSEC\n");
    assertEquals(
        List.of(
            folder.resolve("zone")
                + ":5: the zone is signed, but its signatures are given only to those who ask for"
                + " them: who validates its answers refuses them"),
        loaded.warnings().stream().map(Fault::toString).toList());
    assertEquals(
        List.of("A", "NSEC", "RRSIG", "RRSIG"),
        lines(loaded).stream()
            .filter(line -> line.startsWith("a."))
            .map(line -> line.split(" ")[2])
            .sorted()
            .toList());
  }

  @Test
  void whatIsOddIsToldAndServed() {
    var loaded =
        load(
            HEAD
                + """
                a 60 A 10.0.0.1
                a 61 A 10.0.0.2
                sub NS ns.sub
                sub NS out
                sub NS ns.example.net.
                """);
    var file = folder.resolve("zone");
    assertEquals(
        List.of(
            file + ":4: the records of a set have one TTL, that of the first (RFC 2181 §5.2)",
            file + ":1: example.org has no name server: there is no NS at its apex",
            file + ":5: the name server ns.sub.example.org has no glue",
            file + ":6: the name server out.example.org has no address"),
        loaded.warnings().stream().map(Fault::toString).toList());
    assertTrue(lines(loaded).contains("a.example.org 60 A 0a000002"), () -> "" + lines(loaded));
  }

  @Test
  void theLastLineNeedsNoEndAndReturnsDoNotMatter() {
    assertEquals(List.of("a.example.org 60 A 0a000001"), records("\r\na\tA 10.0.0.1\r"));
  }
}

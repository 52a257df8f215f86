package io.postern.dns.zonefile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ZoneFileParserTest {
  private static final int STANDARD_TTL = 3600;

  private static ParsedZoneFile parse(String text) {
    return ZoneFileParser.parse(text, "contoso.com", STANDARD_TTL);
  }

  private static List<String> records(String text) {
    var parsed = parse(text);
    assertEquals(List.of(), parsed.faults());
    return parsed.records().stream()
        .map(record ->
            record.line()
                + " "
                + record.owner()
                + " "
                + record.ttlSeconds()
                + " "
                + record.type()
                + " "
                + record.fields())
        .toList();
  }

  private static List<String> faults(String text) {
    return parse(text).faults().stream()
        .map(fault -> fault.line() + ": " + fault.message())
        .toList();
  }

  @Test
  void everyTypeOfAZoneIsTakenApart() {
    assertEquals(
        List.of(
            "1 contoso.com 3600 SOA"
                + " [ns.contoso.com, hostmaster.contoso.com, 7, 3600, 300, 604800, 10]",
            "2 www.contoso.com 60 A [10.0.0.1]",
            "3 www.contoso.com 60 AAAA [2001:db8:0:0:0:0:0:1]",
            "4 alias.contoso.com 60 CNAME [www.contoso.com]",
            "5 contoso.com 60 MX [10, mail.example.org]",
            "6 5.0.0.10.in-addr.arpa 60 PTR [www.contoso.com]",
            "7 _sip._tcp.contoso.com 60 SRV [0, 5, 5060, .]",
            "8 text.contoso.com 60 TXT [a; b, c\"d]"),
        records(
            """
            @ SOA ns hostmaster 7 1h 5m 1w 10
            www 60 A 10.0.0.1
            www IN AAAA 2001:db8::1
            alias CNAME www
            @ MX 10 mail.example.org.
            5.0.0.10.in-addr.arpa. PTR www
            _sip._tcp SRV 0 5 5060 .
            text TXT "a; b" c\\"d
            """));
  }

  /** RFC 1035 §5.1: a line that begins blank has the owner of the one before. */
  @Test
  void aBlankOwnerIsTheOneBefore() {
    assertEquals(
        List.of("1 www.contoso.com 3600 A [10.0.0.1]", "3 www.contoso.com 3600 A [10.0.0.2]"),
        records("WWW A 10.0.0.1\n\n\tA 10.0.0.2"));
    assertEquals(
        List.of("1: the first record of a file has a name, but this line begins blank"),
        faults("  A 10.0.0.1"));
  }

  @Test
  void originChangesWhatFollowsAndIsItselfRelative() {
    assertEquals(
        List.of(
            "2 www.eu.contoso.com 3600 CNAME [eu.contoso.com]",
            "4 www.example.org 3600 A [10.0.0.1]"),
        records(
            """
            $ORIGIN eu
            www CNAME @
            $ORIGIN example.org. ; elsewhere
            www A 10.0.0.1
            """));
  }

  /** RFC 2308 §4 for {@code $TTL}, RFC 1035 §5.1 for the last one said. */
  @Test
  void aTtlIsItsOwnElseThatOfTheDirectiveElseTheLastOneSaid() {
    assertEquals(
        List.of(
            "1 a.contoso.com 3600 A [10.0.0.1]",
            "2 b.contoso.com 120 A [10.0.0.2]",
            "3 c.contoso.com 120 A [10.0.0.3]",
            "5 d.contoso.com 60 A [10.0.0.4]",
            "6 e.contoso.com 5400 A [10.0.0.5]",
            "7 f.contoso.com 60 A [10.0.0.6]"),
        records(
            """
            a A 10.0.0.1
            b 120 IN A 10.0.0.2
            c IN A 10.0.0.3
            $TTL 1m
            d A 10.0.0.4
            e IN 1h30m A 10.0.0.5
            f A 10.0.0.6
            """));
  }

  @Test
  void parenthesesHoldLinesTogetherAndCommentsAreNoText() {
    assertEquals(
        List.of(
            "2 contoso.com 3600 SOA"
                + " [ns.contoso.com, nobody.invalid, 1, 3600, 300, 2419200, 10]",
            "9 text.contoso.com 3600 TXT [(not held; together]"),
        records(
            """
            ; a zone (of some kind
            @ IN SOA ns nobody.invalid. (
                1       ; serial (it only grows)
                3600    ; refresh
                300
                2419200 10 )

            ; another
            text TXT "(not held; together"
            """));
  }

  @Test
  void escapesStandForTheirOctetsAndStringsAreUtf8() {
    assertEquals(
        List.of("1 t.contoso.com 3600 TXT [caf\u00e9 \"x\" \\ \t.]"),
        records("t TXT \"caf\\195\\169 \\\"x\\\" \\\\ \\009.\""));
    assertEquals(List.of("1: the string is not UTF-8"), faults("t TXT \"\\255\""));
  }

  @Test
  void aBadEntryIsToldWithItsLineAndHidesNoOther() {
    var parsed =
        parse(
            """
            a A 10.0.0.256
            b A 10.0.0.2
            c FOO bar
            d CH A 10.0.0.4
            e MX 10
            f A 10.0.0.6 10.0.0.7
            g SRV (
              1 2
            h A 10.0.0.8
            """);

    assertEquals(
        List.of("b.contoso.com"), parsed.records().stream().map(ZoneFileRecord::owner).toList());
    assertEquals(
        List.of(1, 3, 4, 5, 6, 7), parsed.faults().stream().map(ZoneFileFault::line).toList());
    assertEquals(
        List.of(
            "Invalid address: 10.0.0.256",
            "'FOO' is no record type",
            "the class CH is not IN, which all records have here",
            "expected a name",
            "something stands behind the record's data",
            "expected an integer"),
        parsed.faults().stream().map(ZoneFileFault::message).toList());
  }

  @Test
  void aTimeThatIsNoneIsToldAsAnyFault() {
    assertEquals(
        List.of(
            "1: RRSIG cannot have this data: Text '20200101:00000' could not be parsed at index 8"),
        faults("s RRSIG A 8 1 1 20200101:00000 20200101000000 1 x. aa=="));
  }

  @Test
  void anOpenStringEndsWithItsLine() {
    var parsed = parse("a TXT \"open\nb A 10.0.0.2\n");

    assertEquals(1, parsed.records().size());
    assertEquals(1, parsed.faults().getFirst().line());
  }

  @Test
  void noFileOfTheServerIsReadAndNothingIsGenerated() {
    assertEquals(
        List.of(
            "1: $INCLUDE is not followed; put its records here",
            "2: $GENERATE is not carried out; write its records out",
            "3: '$WHAT' is no directive; $ORIGIN and $TTL are"),
        faults("$INCLUDE /etc/passwd\n$GENERATE 1-9 h$ A 10.0.0.$\n$WHAT\n"));
  }

  @Test
  void windowsLineEndsAndAByteOrderMarkAreNoText() {
    assertEquals(
        List.of("1 a.contoso.com 3600 A [10.0.0.1]", "2 b.contoso.com 3600 TXT [x]"),
        records("\uFEFFa A 10.0.0.1\r\nb TXT \"x\"\r\n"));
  }
}

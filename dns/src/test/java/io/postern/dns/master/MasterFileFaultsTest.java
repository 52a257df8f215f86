package io.postern.dns.master;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.name.DnsName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A zone whose file has an error is refused, with the line and the reason. */
class MasterFileFaultsTest {
  private static final DnsName APEX = DnsName.parse("example.org");
  private static final String HEAD = "$TTL 60\n@ SOA ns host 1 2 3 4 5\n";

  @TempDir private Path folder;

  private List<String> faults(String text) throws IOException {
    var file = Files.writeString(folder.resolve("zone"), text);
    var thrown = assertThrows(MasterFileException.class, () -> ZoneLoader.load(APEX, file));
    return thrown.faults().stream()
        .map(fault ->
            folder.relativize(fault.place().file())
                + ":"
                + fault.place().line()
                + ": "
                + fault.reason())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a A                     | the entry ends before its address",
        "a A 10.0.0              | '10.0.0' is no IPv4 address",
        "a A 10.0.0.1 2          | '2' stands behind the end of the entry",
        "a A \"10.0.0.1\"        | a string stands where its address should",
        "a AAAA 1::2::3          | '1::2::3' is no IPv6 address",
        "a MX 65536 b            | the preference '65536' is no number from 0 to 65535",
        "a MX ten b              | the preference 'ten' is no number from 0 to 65535",
        "a SRV 1 2 b             | the port 'b' is no number from 0 to 65535",
        "a TXT                   | the entry ends before its string",
        "a TXT \"b               | the string is not closed on its line",
        "a TXT \\256             | the escape '256' is no number from 0 to 255",
        "a TXT \\25              | \\25 is no escape \\DDD",
        "a TXT b\\               | the line ends in a lone backslash",
        "a (                     | the parenthesis that opens here is never closed",
        "a A 10.0.0.1 )          | a parenthesis is closed that was not opened",
        "a                       | the entry ends before its type",
        "a IN                    | the entry ends before its type",
        "a 60 CH A 10.0.0.1      | the class CH is not IN, which is the only one served",
        "a 60x A 10.0.0.1        | the TTL '60x' is no time; write seconds, or such as 1h30m",
        "a 2147483648 A 10.0.0.1 | the TTL '2147483648' is more than 2147483647 seconds",
        "a 4000w A 10.0.0.1      | the TTL '4000w' is more than 2147483647 seconds",
        "a BOGUS 1               | 'BOGUS' is no record type",
        "a TYPE65536 \\# 0       | 'TYPE65536' is no record type",
        "a ANY 1                 | ANY is no type of data that a zone holds",
        "a OPT 1                 | OPT is no type of data that a zone holds",
        "a..b A 10.0.0.1         | \"a..b\" has an empty label at character 3",
        "a.example.net. A 10.0.0.1 | a.example.net is not in the zone example.org",
        "@ SOA ns host 1 2 3 4 5 | a zone has one SOA; the first is at {zone}:2",
        "sub SOA ns host 1 2 3 4 5 | the SOA of sub.example.org is not that of the zone"
            + " example.org",
        "@ SOA ns host 4294967296 2 3 4 5 | the serial '4294967296' is no number from 0 to"
            + " 4294967295",
        "@ SOA ns host 1 2 3 4   | the entry ends before the minimum",
        "@ CNAME a               | a CNAME may not stand at the apex, beside the SOA (RFC 1034"
            + " §3.6.2)",
        "*.a NS b                | a wildcard has no NS (RFC 4592 §4.2, §4.4)",
        "*.a DNAME b             | a wildcard has no DNAME (RFC 4592 §4.2, §4.4)",
        "$BOGUS 1                | '$BOGUS' is no directive; $ORIGIN, $TTL, $INCLUDE and $GENERATE"
            + " are",
        "$TTL                    | the entry ends before the TTL",
        "$TTL 1 2                | '2' stands behind the end of the entry",
        "$ORIGIN                 | the entry ends before the name",
        "$GENERATE 1 a$ A 10.0.0.1 | '1' is no range such as 1-254 or 0-100/2",
        "$GENERATE 2-1 a$ A 10.0.0.1 | the range 2-1 leads nowhere",
        "$GENERATE 1-2/0 a$ A 10.0.0.1 | the range 1-2/0 leads nowhere",
        "$GENERATE 0-1048576 a$ A 10.0.0.1 | the range 0-1048576 has more than 1048576 numbers",
        "$GENERATE 1-2 a${0,1,q} A 10.0.0.1 | '{0,1,q}' is no modifier: {offset,width,base}, base"
            + " one of d o x X n N",
        "$GENERATE 250-256 a$ A 10.0.0.$ | '10.0.0.256' is no IPv4 address",
        "$INCLUDE                | the entry ends before its file",
        "a EUI48 00-00-5e-00-53  | '00-00-5e-00-53' is not 6 octets in hexadecimal with '-'"
            + " between",
        "a NID 10 0014:4fff:xx20:ee64 | '0014:4fff:xx20:ee64' is not 8 octets in hexadecimal with"
            + " ':' between",
        "a AMTRELAY 10 1 0 b     | a relay of type 0 is '.', not 'b'",
        "a AMTRELAY 10 1 4 b     | the type of relay '4' is no number from 0 to 3",
      })
  void eachFaultHasItsLineAndItsReason(String line, String reason) throws IOException {
    var expected = reason.replace("{zone}", folder.resolve("zone").toString());
    assertEquals(List.of("zone:4: " + expected), faults(HEAD + "; fine\n" + line + "\n"));
  }

  @Test
  void dataThatDnsjavaRefusesHasItsReason() throws IOException {
    var faults = faults(HEAD + "a CAA 0 issue\nb TYPE1 \\# 3 0a0000\n");
    assertEquals(2, faults.size());
    assertEquals(
        List.of("zone:3: ", "zone:4: "),
        faults.stream().map(each -> each.substring(0, 8)).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CNAME b | A 10.0.0.1 | nothing may stand beside the CNAME of a.example.org (RFC 1034"
            + " §3.6.2)",
        "A 10.0.0.1 | CNAME b | nothing may stand beside the CNAME of a.example.org (RFC 1034"
            + " §3.6.2)",
        "CNAME b | CNAME c | a.example.org has a CNAME already (RFC 2181 §10.1)",
        "DNAME b | DNAME c | a.example.org has a DNAME already (RFC 6672 §2.4)",
        "DNAME b | NS c | a.example.org is delegated or redirected, not both (RFC 6672 §2.3)",
        "NS b | DNAME c | a.example.org is delegated or redirected, not both (RFC 6672 §2.3)",
      })
  void whatCannotStandTogetherIsFoundWhereverItStands(String first, String second, String reason)
      throws IOException {
    assertEquals(
        List.of("zone:4: " + reason), faults(HEAD + "a " + first + "\na " + second + "\n"));
    assertEquals(
        List.of("zone:5: " + reason),
        faults(HEAD + "a " + first + "\nb TXT x\nA " + second + "\n"));
  }

  @Test
  void nothingStandsBelowADname() throws IOException {
    assertEquals(
        List.of("zone:4: other names stand below the DNAME of d.example.org (RFC 6672 §2.4)"),
        faults(HEAD + "x.y.d A 10.0.0.1\nd DNAME e\n"));
  }

  @Test
  void aZoneHasAnSoa() throws IOException {
    assertEquals(
        List.of("zone:1: there is no SOA of example.org in the file"), faults("a 60 A 10.0.0.1\n"));
    assertEquals(List.of("zone:1: there is no SOA of example.org in the file"), faults(""));
  }

  @Test
  void theFirstRecordHasANameAndATtl() throws IOException {
    assertEquals(
        List.of(
            "zone:1: the first record of a file has a name, but this line begins blank",
            "zone:2: neither this record nor one before says a TTL; begin with $TTL"),
        faults("  A 10.0.0.1\na A 10.0.0.1\n"));
  }

  @Test
  void anEntryOfSeveralLinesIsNamedByItsFirst() throws IOException {
    assertEquals(
        List.of("zone:3: 'x' is no IPv4 address", "zone:7: 'y' is no IPv4 address"),
        faults(HEAD + "a A (\n\nx\n)\nb A y\n"));
  }

  @Test
  void aSetThatFitsNoMessageIsRefused() throws IOException {
    assertEquals(
        List.of("zone:5464: a set of more than 5461 records fits no message"),
        faults(HEAD + "$GENERATE 0-0 a A 10.0.0.0\n" + manyAddresses()));
  }

  private static String manyAddresses() {
    return IntStream.rangeClosed(1, 5461)
        .mapToObj(i -> "a A 10.0." + i / 256 + "." + i % 256 + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void twentyFaultsAreToldAtOnce() throws IOException {
    var faults = faults(HEAD + "a A x\n".repeat(30));
    assertEquals(20, faults.size());
    assertEquals("zone:3: 'x' is no IPv4 address", faults.getFirst());
    assertEquals("zone:22: 'x' is no IPv4 address", faults.getLast());
  }

  @Test
  void onlyFilesOfTheSameFolderAreIncluded(@TempDir Path elsewhere) throws IOException {
    var secret = Files.writeString(elsewhere.resolve("secret"), "s A 10.0.0.1\n");
    Files.createSymbolicLink(folder.resolve("link"), secret);
    Files.createDirectories(folder.resolve("inner"));
    for (var named : List.of(secret.toString(), folder.relativize(secret).toString(), "link")) {
      assertEquals(
          List.of(
              "zone:3: '" + named + "' is not in the folder of this file, and no other is read"),
          faults(HEAD + "$INCLUDE " + named + "\n"));
    }
    assertEquals(
        List.of("zone:3: there is no file " + folder.resolve("gone")),
        faults(HEAD + "$INCLUDE gone\n"));
    assertEquals(
        List.of("zone:3: there is no file " + folder.resolve("inner")),
        faults(HEAD + "$INCLUDE inner\n"));
  }

  @Test
  void faultsOfIncludedFilesAreNamedByThem() throws IOException {
    Files.writeString(folder.resolve("more"), "\na A x\n");
    assertEquals(
        List.of("more:2: 'x' is no IPv4 address", "zone:4: 'y' is no IPv4 address"),
        faults(HEAD + "$INCLUDE more\nb A y\n"));
  }

  @Test
  void filesThatIncludeOneAnotherEnd() throws IOException {
    Files.writeString(folder.resolve("more"), "$INCLUDE more\n");
    assertEquals(
        List.of("more:1: files include one another more than 8 deep"),
        faults(HEAD + "$INCLUDE more\n"));
  }

  @Test
  void aFileThatIsNotThereIsNoZone() {
    assertThrows(NoSuchFileException.class, () -> ZoneLoader.load(APEX, folder.resolve("nothing")));
  }

  @Test
  void octetsOfAnyKindAreAFaultAndNothingWorse() throws IOException {
    var random = new SplittableRandom(20_260_711);
    var words =
        "@ a * . $TTL $INCLUDE $GENERATE 1-3 ( ) \" ; \\ \\# 60 IN A NS SOA CNAME TXT CAA HTTPS ${ \0 \u00ff\n \n\t"
            .split(" ");
    for (int round = 0; round < 1000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(60); i >= 0; i--)
        text.append(words[random.nextInt(words.length)]).append(" ");
      var file = Files.writeString(folder.resolve("zone"), text, StandardCharsets.ISO_8859_1);
      // Nothing of this has a whole SOA.
      var thrown =
          assertThrows(
              MasterFileException.class, () -> ZoneLoader.load(APEX, file), text::toString);
      assertTrue(thrown.faults().size() >= 1 && thrown.faults().size() <= 20, text::toString);
    }
  }
}

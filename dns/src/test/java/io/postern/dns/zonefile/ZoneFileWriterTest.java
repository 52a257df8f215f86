package io.postern.dns.zonefile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ZoneFileWriterTest {
  @Test
  void aFileHasItsOriginItsTtlAndOneRecordALine() {
    var file =
        new ZoneFileWriter("contoso.com")
            .comment("a zone\nof ours")
            .begin(3600)
            .record("@", 3600, "MX", List.of("10", "mail.contoso.com"))
            .record("_sip._tcp", 60, "SRV", List.of("0", "0", "0", "."))
            .record("t", 5, "TXT", List.of("say \"hi\" \\ \u00e9\n", ""))
            .commentedRecord("pe", 10, "A", List.of("10.1.0.4"));

    assertEquals(
        """
        ; a zone?of ours
        $ORIGIN contoso.com.
        $TTL 3600
        @                           3600 IN MX    10 mail.contoso.com.
        _sip._tcp                     60 IN SRV   0 0 0 .
        t                              5 IN TXT   "say \\"hi\\" \\\\ \\195\\169\\010" ""
        ; pe                            10 IN A     10.1.0.4
        """,
        file.toString());
  }

  @Test
  void whatIsWrittenIsReadBack() {
    var strings = List.of("(;\")\\", "\u0000\u001f\u007f", " ", "", "\ud83d\ude00");
    var file =
        new ZoneFileWriter("contoso.com").begin(3600).record("*.t", 5, "TXT", strings).toString();

    var parsed = ZoneFileParser.parse(file, "elsewhere.example", 1);

    assertEquals(
        List.of(new ZoneFileRecord(3, "*.t.contoso.com", "TXT", 5, strings)), parsed.records());
  }
}

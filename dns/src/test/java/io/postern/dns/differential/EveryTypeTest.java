package io.postern.dns.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.KnotServer;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.PlainServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A zone file with a record of each type there is, read by Postern and by Knot: both give the same
 * octets to whoever asks for the type. A type that becomes known needs a line here.
 */
@NeedsProgram(value = "knotd", debianPackage = "knot")
class EveryTypeTest {
  private static final String SIGNATURE =
      "A 8 3 60 20300101000000 20200101000000 1 example.org. AwEAAQ==";

  /** Owner, type and data, as the file has them. */
  private static final String RECORDS =
      """
      a          A          192.0.2.1
      ns         NS         host.example.net.
      md         MD         host
      mf         MF         host
      cname      CNAME      host
      mb         MB         host
      mg         MG         host
      mr         MR         host
      null       TYPE10     \\# 3 010203
      wks        TYPE11     \\# 6 c00002010601
      ptr        PTR        host
      hinfo      HINFO      "cpu" "system"
      minfo      MINFO      host other
      mx         MX         10 host.example.net.
      txt        TXT        "one" "two words"
      rp         RP         host other
      afsdb      AFSDB      1 host
      x25        TYPE19     \\# 4 03313233
      isdn       TYPE20     \\# 4 03313233
      rt         RT         10 host
      nsap       TYPE22     \\# 3 470005
      nsap-ptr   TYPE23     \\# 3 016100
      sig        TYPE24     \\# 25 000108030000003c70dbd8805e0be100000101610001020304
      key        KEY        256 3 8 AwEAAQ==
      px         TYPE26     \\# 8 000a016100016200
      gpos       TYPE27     \\# 9 023130023230023330
      aaaa       AAAA       2001:db8::1
      loc        LOC        52 22 23.000 N 4 53 32.000 E -2.00m 1m 10000m 10m
      nxt        TYPE30     \\# 4 01610040
      eid        TYPE31     \\# 2 0102
      nimloc     TYPE32     \\# 2 0102
      srv        SRV        1 2 443 host
      atma       TYPE34     \\# 2 0131
      naptr      NAPTR      100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" .
      kx         KX         10 host
      cert       CERT       1 2 8 AwEAAQ==
      a6         TYPE38     \\# 17 0020010db8000000000000000000000001
      dname      DNAME      host.example.net.
      sink       TYPE40     \\# 2 0102
      apl        APL        1:192.0.2.0/24 !2:2001:db8::/32
      ds         DS         1 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
      sshfp      SSHFP      1 1 E06D44B80B8F1D39A95C0B0D7C65D08458E88040
      ipseckey   IPSECKEY   10 1 2 192.0.2.38 AwEAAQ==
      rrsig      RRSIG      A 8 3 60 20300101000000 20200101000000 1 example.org. AwEAAQ==
      nsec       NSEC       host A RRSIG NSEC
      dnskey     DNSKEY     257 3 8 AwEAAQ==
      dhcid      DHCID      AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=
      nsec3      NSEC3      1 0 1 AABBCCDD 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR A RRSIG
      nsec3param NSEC3PARAM 1 0 1 AABBCCDD
      tlsa       TLSA       3 1 1 E06D44B80B8F1D39A95C0B0D7C65D084
      smimea     SMIMEA     3 1 1 E06D44B80B8F1D39A95C0B0D7C65D084
      hip        TYPE55     \\# 12 040200040102030403010001
      ninfo      NINFO      "one" "two"
      rkey       RKEY       0 1 8 AwEAAQ==
      talink     TALINK     host other
      cds        CDS        1 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
      cdnskey    CDNSKEY    257 3 8 AwEAAQ==
      openpgpkey OPENPGPKEY AwEAAQ==
      csync      CSYNC      66 3 A NS AAAA
      zonemd     ZONEMD     2018031900 1 1 c68090d90a7aed716bc459f9340e3d7c1370d4d24b7e2fc3a1ddc0b9a87153b9a9713b3c9ae5cc27777f98b8e730044c
      svcb       SVCB       1 host alpn=h2
      https      HTTPS      1 . alpn=h2,h3 port=8443
      spf        SPF        "v=spf1 -all"
      uinfo      TYPE100    \\# 2 0131
      uid        TYPE101    \\# 4 00000001
      gid        TYPE102    \\# 4 00000001
      unspec     TYPE103    \\# 2 0102
      nid        NID        10 0014:4fff:ff20:ee64
      l32        L32        10 10.1.2.0
      l64        L64        10 2001:0db8:1140:1000
      lp         LP         10 host
      eui48      EUI48      00-00-5e-00-53-2a
      eui64      EUI64      00-00-5e-ef-10-00-00-2a
      uri        URI        10 1 "https://host.example.net/"
      caa        CAA        0 issue "ca.example.net"
      avc        AVC        "one"
      doa        TYPE259    \\# 12 000000010000000203000001
      amtrelay   AMTRELAY   10 1 1 192.0.2.1
      ta         TA         1 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
      dlv        TYPE32769  \\# 8 0001080201020304
      unknown    TYPE65400  \\# 3 010203
      """;

  /** The octets of those that Knot reads in no other form. */
  private static final String OCTETS =
      """
      md         TYPE3      04686f7374076578616d706c65036f726700
      mf         TYPE4      04686f7374076578616d706c65036f726700
      mb         TYPE7      04686f7374076578616d706c65036f726700
      mg         TYPE8      04686f7374076578616d706c65036f726700
      mr         TYPE9      04686f7374076578616d706c65036f726700
      ninfo      TYPE56     036f6e650374776f
      rkey       TYPE57     0000010803010001
      talink     TYPE58     04686f7374076578616d706c65036f726700056f74686572076578616d706c65036f726700
      avc        TYPE258    036f6e65
      amtrelay   TYPE260    0a81c0000201
      ta         TYPE32768  00010802e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d
      """;

  private static final String NSEC3 =
      "01000001"
          + "04aabbccdd"
          + "14174eb2409fe28bcb4887a1836f957f0a8425e27b"
          + "00064000000000"
          + "02";

  private static final String HEAD = "$TTL 60\n@ SOA ns host 1 2 3 4 5\n@ NS host.example.net.\n";

  @TempDir private Path folder;

  @Test
  void aRecordOfEachTypeIsGivenAsKnotGivesIt() throws IOException {
    try (var postern = PlainServer.start(ours(), Map.of("example.org", HEAD + RECORDS));
        var knot = KnotServer.start(theirs(), Map.of("example.org", HEAD + recordsForKnot()))) {
      for (var line : RECORDS.lines().toList()) {
        var words = line.split(" +", 3);
        var query = query(words[0], Type.value(words[1]));
        var here = Response.udp(postern.address(), query);
        var there = Response.udp(knot.address(), query);
        // A delegation is no answer.
        assertEquals(words[1].equals("NS") ? 0 : 1, here.answers().size(), here::toString);
        // To Knot the owner of an NSEC3 is no name of the zone (RFC 5155 §7.2.8).
        if (words[1].equals("NSEC3")) assertTrue(here.answers().toString().contains(NSEC3));
        else assertTrue(here.isLike(there), () -> here + "\n--- Knot\n" + there);
      }
    }
  }

  private static String recordsForKnot() {
    var zone = new StringBuilder();
    var octets =
        OCTETS
            .lines()
            .map(line -> line.split(" +", 3))
            .collect(Collectors.toMap(words -> words[0], words -> words));
    for (var line : RECORDS.lines().toList()) {
      var known = octets.get(line.split(" +", 2)[0]);
      if (known == null) zone.append(line);
      else
        zone.append(
            "%s %s \\# %d %s".formatted(known[0], known[1], known[2].length() / 2, known[2]));
      zone.append('\n');
    }
    return zone.toString();
  }

  @Test
  void theZoneHasEachTypeOfDataThatIsKnown() {
    var there =
        RECORDS
            .lines()
            .map(line -> Type.value(line.split(" +", 3)[1]))
            .collect(Collectors.toCollection(TreeSet::new));
    there.add(Type.SOA);
    var missing =
        IntStream.rangeClosed(1, 0xffff)
            .filter(type -> type < Type.TKEY || type > Type.ANY)
            .filter(type -> type != Type.OPT && !Type.string(type).startsWith("TYPE"))
            .filter(type -> !there.contains(type))
            .mapToObj(Type::string)
            .toList();
    assertEquals(List.of(), missing);
  }

  // RFC 4035 §2.5
  @Test
  void whatIsSaidOfANameStandsBesideItsCname() throws IOException {
    var zone =
        HEAD
            + "alias NSEC b CNAME RRSIG NSEC\nalias CNAME target\nalias RRSIG "
            + SIGNATURE.replaceFirst("A", "CNAME")
            + "\ntarget A 192.0.2.1\ntarget RRSIG "
            + SIGNATURE
            + "\n";
    try (var postern = PlainServer.start(ours(), Map.of("example.org", zone))) {
      for (var query : Map.of(Type.RRSIG, 1, Type.NSEC, 1, Type.CNAME, 1, Type.A, 2).entrySet()) {
        var message = query("alias", query.getKey());
        var answer = Response.udp(postern.address(), message);
        assertEquals(query.getValue(), answer.answers().size(), answer::toString);
        assertTrue(answer.isLike(Response.tcp(postern.address(), message)));
      }
    }
  }

  private Path ours() throws IOException {
    return Files.createDirectories(folder.resolve("postern"));
  }

  private Path theirs() throws IOException {
    return Files.createDirectories(folder.resolve("knot"));
  }

  private static Message query(String owner, int type) {
    try {
      var name = Name.fromString(owner + ".example.org.");
      return Message.newQuery(Record.newRecord(name, type, DClass.IN));
    } catch (TextParseException e) {
      throw new AssertionError(e);
    }
  }
}

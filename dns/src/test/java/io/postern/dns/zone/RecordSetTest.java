package io.postern.dns.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.dns.name.DnsName;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordSetTest {
  private static final InetAddress IPV4 = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress IPV6 = InetAddress.ofLiteral("fd00::1");
  private static final DnsName TARGET = DnsName.parse("x.y");

  @Test
  void addressesGiveTheTypeOfTheirFamily() {
    assertEquals(RecordType.A, RecordSet.addresses(10, List.of(IPV4)).type());
    assertEquals(RecordType.AAAA, RecordSet.addresses(10, List.of(IPV6)).type());
    assertThrows(
        IllegalArgumentException.class, () -> RecordSet.addresses(10, List.of(IPV4, IPV6)));
  }

  @Test
  void aSetThatDnsDoesNotAllowIsRefused() {
    var a = Rdata.address(IPV4);

    assertThrows(IllegalArgumentException.class, () -> RecordSet.of(RecordType.A, 10));
    assertThrows(IllegalArgumentException.class, () -> RecordSet.of(RecordType.A, 10, a, a));
    assertThrows(IllegalArgumentException.class, () -> RecordSet.of(RecordType.A, -1, a));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            RecordSet.of(RecordType.CNAME, 10, Rdata.name(TARGET), Rdata.name(DnsName.parse("z"))));
  }

  @Test
  void dataStandsAsItGoesOnTheWire() {
    assertEquals("0a000001", Rdata.address(IPV4).toString());
    assertEquals("000a0178017900", Rdata.mx(10, TARGET).toString());
    assertEquals("00010002ffff0178017900", Rdata.srv(1, 2, 65535, TARGET).toString());
    assertEquals("026869027a21", Rdata.txt(List.of("hi", "z!")).toString());
    assertEquals(TARGET, Rdata.name(TARGET).toName());
  }

  @Test
  void dataOutOfItsRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Rdata.mx(65536, TARGET));
    assertThrows(IllegalArgumentException.class, () -> Rdata.srv(0, -1, 0, TARGET));
    assertThrows(IllegalArgumentException.class, () -> Rdata.txt(List.of()));
    assertThrows(IllegalArgumentException.class, () -> Rdata.txt(List.of("é".repeat(128))));
  }

  @Test
  void typesWithoutANameOfTheirOwnAreWrittenByNumber() {
    assertEquals(RecordType.AAAA, RecordType.parse("aaaa"));
    assertEquals(new RecordType(65), RecordType.parse("TYPE65"));
    assertEquals("TYPE65", new RecordType(65).toString());
    assertEquals("MX", RecordType.MX.toString());
    assertThrows(IllegalArgumentException.class, () -> RecordType.parse("TYPE65536"));
    assertThrows(IllegalArgumentException.class, () -> RecordType.parse("NOPE"));
  }
}

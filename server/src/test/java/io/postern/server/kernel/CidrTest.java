package io.postern.server.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0/0", "10.1.0.0/16", "10.1.2.3/32", "::/0", "fd00:db8::/64", "::1/128"})
  void aPrefixReadsAsItIsPrinted(String text) {
    assertEquals(text, Cidr.of(text).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.1.0.0",
        "10.1.0.0/",
        "10.1.0.0/33",
        "10.1.0.0/-1",
        "10.1.0.0/+8",
        "10.1.0.0/016",
        "10.1.0.0/8x",
        "::/129",
        "10.1/16",
        "ten/8",
        "10.1.0.0/16/8",
        "10.1.0.0/99999999999"
      })
  void whatIsNoPrefixIsRefusedAtItsField(String text) {
    var refused = assertThrows(ControlException.class, () -> Cidr.parse(text, "prefixes[0]"));

    assertEquals("prefixes[0]", refused.error().problem().violations().getFirst().field());
  }

  @Test
  void bitsBeyondTheLengthAreRefusedWithTheRightPrefix() {
    var refused = assertThrows(ControlException.class, () -> Cidr.of("10.1.2.0/16"));

    assertTrue(refused.error().problem().message().contains("10.1.0.0/16"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.0.0/16, true",
    "10.1.0.0/16, 10.1.255.0/24, true",
    "10.1.255.0/24, 10.1.0.0/16, true",
    "10.1.0.0/16, 10.2.0.0/16, false",
    "0.0.0.0/0, 203.0.113.0/24, true",
    "0.0.0.0/0, ::/0, false",
    "fd00::/8, fd12:3456::/32, true",
  })
  void twoPrefixesOverlapWhenOneIsInTheOther(String one, String other, boolean overlap) {
    assertEquals(overlap, Cidr.of(one).overlaps(Cidr.of(other)));
  }

  @Test
  void theFirstAndTheLastAddressAreInItAndTheirNeighboursAreNot() {
    var prefix = Cidr.of("10.1.4.0/22");

    assertEquals("10.1.7.255", prefix.last().toString());
    assertTrue(prefix.contains(prefix.network()));
    assertTrue(prefix.contains(prefix.last()));
    assertFalse(prefix.contains(prefix.network().previous()));
    assertFalse(prefix.contains(prefix.last().next()));
  }
}

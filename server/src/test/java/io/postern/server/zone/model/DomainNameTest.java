package io.postern.server.zone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.ControlException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {
  private static final DomainName CONTOSO = new DomainName("contoso.com");

  @Test
  void namesAreTheSameInAnyCase() {
    assertEquals(CONTOSO, DomainName.parse("Contoso.COM", "field"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "-a", "a-", "*.a", "ü.de", "a\\.b"})
  void theseAreNoNames(String text) {
    assertThrows(ControlException.class, () -> DomainName.parse(text, "field"));
  }

  @Test
  void lengthsEndWhereTheWireFormEnds() {
    var label = "a".repeat(63);
    var longest = String.join(".", label, label, label, "a".repeat(61));

    assertEquals(253, DomainName.parse(longest, "field").text().length());
    assertThrows(ControlException.class, () -> DomainName.parse(longest + "a", "field"));
    assertThrows(ControlException.class, () -> DomainName.parse("a" + label, "field"));
  }

  @Test
  void aRelativeNameGoesThereAndBack() {
    for (var relative : new String[] {"@", "www", "*", "*.a", "_sip._tcp"}) {
      var full = CONTOSO.resolve(relative, "field");
      assertEquals(Optional.of(relative), full.within(CONTOSO));
    }
  }

  @Test
  void aNameThatOnlyEndsAlikeLiesOutside() {
    assertEquals(Optional.empty(), new DomainName("notcontoso.com").within(CONTOSO));
    assertFalse(new DomainName("notcontoso.com").overlaps(CONTOSO));
    assertTrue(CONTOSO.overlaps(new DomainName("db.contoso.com")));
    assertTrue(new DomainName("db.contoso.com").overlaps(CONTOSO));
  }
}

package io.postern.server.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNameTest {
  private static final String GROUP = "subscriptions/s/resourceGroups/g";
  private static final String NETWORK = GROUP + "/providers/Microsoft.Network/virtualNetworks/v";

  @Test
  void aLeadingSlashMakesNoDifference() {
    assertEquals(ResourceName.of(NETWORK), ResourceName.of("/" + NETWORK));
    assertEquals(NETWORK, ResourceName.of("/" + NETWORK).text());
  }

  @Test
  void namesAreEqualWithoutRegardToCaseAndKeepTheirOwn() {
    var loud = ResourceName.of(NETWORK.toUpperCase(Locale.ROOT));

    assertEquals(ResourceName.of(NETWORK), loud);
    assertEquals(ResourceName.of(NETWORK).hashCode(), loud.hashCode());
    assertEquals("V", loud.id());
  }

  @ParameterizedTest
  @CsvSource({
    NETWORK + "/subnets/a, " + NETWORK,
    NETWORK + ", " + GROUP,
    GROUP + ", subscriptions/s",
    "subscriptions/s, subscriptions/s",
  })
  void theParentIsWhatItStandsUnder(String name, String parent) {
    assertEquals(parent, ResourceName.of(name).parent().text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "subscriptions",
        "subscriptions/",
        "subscriptions//x/y",
        "subscriptions/s/resourceGroups",
        "subscriptions/s s",
        "subscriptions/ä",
        "subscriptions/-s",
        "subscriptions/.",
        "subscriptions/s\n"
      })
  void whatIsNoNameIsRefusedAtItsField(String text) {
    var refused = assertThrows(ControlException.class, () -> ResourceName.parse(text, "name"));

    assertEquals(Reason.NAME_MALFORMED, refused.error().problem().reason());
    assertEquals("name", refused.error().problem().violations().getFirst().field());
  }

  @Test
  void aNameAndItsPartsHaveALongestLength() {
    var longest = "x".repeat(253);
    assertEquals(longest, ResourceName.of("subscriptions/" + longest).id());
    assertThrows(ControlException.class, () -> ResourceName.of("subscriptions/" + longest + "x"));
    assertThrows(
        ControlException.class,
        () -> ResourceName.of("a/b/".repeat(ResourceName.MAX_LENGTH / 4) + "a/b"));
  }

  @Test
  void aNameKnowsTheSubscriptionAndTheGroupItLiesIn() {
    var name = ResourceName.of(NETWORK + "/subnets/a");

    assertEquals(Optional.of(ResourceName.of("subscriptions/s")), name.subscription());
    assertEquals(Optional.of(ResourceName.of(GROUP)), name.resourceGroup());
    assertEquals("Microsoft.Network/virtualNetworks/subnets", name.armType());
    assertEquals(Optional.empty(), ResourceName.of("subscriptions/s").resourceGroup());
  }

  @Test
  void aNameIsWithinItselfAndWhatStandsAboveItButNotWithinALongerWord() {
    var network = ResourceName.of(NETWORK);

    assertTrue(network.isWithin(network));
    assertTrue(network.child("subnets", "a").isWithin(network));
    assertFalse(ResourceName.of(NETWORK + "2").isWithin(network));
  }
}

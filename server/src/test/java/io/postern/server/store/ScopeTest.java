package io.postern.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  private static Scope parse(String parent) {
    return Scope.parse(parent, "parent");
  }

  @ParameterizedTest
  @CsvSource({
    "-, ''",
    "subscriptions/-, ''",
    "/subscriptions/S, subscriptions/s/",
    "subscriptions/S/resourceGroups/-, subscriptions/s/",
    "subscriptions/S/resourceGroups/G, subscriptions/s/resourcegroups/g/",
    "subscriptions/S/resourceGroups/G/providers/P/things/-,"
        + " subscriptions/s/resourcegroups/g/providers/p/things/",
  })
  void aParentCoversWhatBeginsWithIt(String parent, String prefix) {
    assertEquals(prefix, parse(parent).prefix());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x/-", "tenants/-", "//-", "subscriptions/-/resourceGroups/g"})
  void aDashStandsForOneId(String parent) {
    var refused = assertThrows(ControlException.class, () -> parse(parent));
    assertEquals(Reason.NAME_MALFORMED, refused.error().problem().reason());
  }

  @Test
  void mostScopesLieInOneSubscription() {
    var subscription = Optional.of(ResourceName.of("subscriptions/s"));
    assertEquals(subscription, parse("subscriptions/S").subscription());
    assertEquals(subscription, parse("subscriptions/S/resourceGroups/g").subscription());
    assertEquals(Optional.empty(), parse("subscriptions/-").subscription());
    assertEquals(Optional.empty(), parse("tenants/contoso").subscription());
  }
}

package io.postern.server.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RightsTest {
  private static Rights at(String scope) {
    var name =
        ResourceName.of("subscriptions/s/providers/Microsoft.Authorization/roleAssignments/a");
    var grant = new Grant(name, ResourceName.of(scope), "bob@contoso", Set.of(), Actions.ALL);
    return new Rights(false, List.of(grant), List.of());
  }

  @Test
  void aRoleReachesWhatIsBelowItAndWhatItIsBelow() {
    var role = at("subscriptions/S/resourceGroups/g");

    for (var prefix :
        List.of(
            "subscriptions/s/",
            "subscriptions/s/resourcegroups/g/",
            "subscriptions/s/resourcegroups/g/providers/x/y/z/"))
      assertTrue(role.reach(prefix), prefix);
    for (var prefix :
        List.of(
            "subscriptions/s2/",
            "subscriptions/s/resourcegroups/g2/",
            "subscriptions/s/resourcegroups/other/")) assertFalse(role.reach(prefix), prefix);
    assertTrue(at("tenants/contoso").reach("subscriptions/s2/"));
  }

  @Test
  void whereNothingIsGivenToAnyoneEverythingIsReached() {
    assertTrue(Rights.ALL.reach("subscriptions/s/"));
    assertFalse(new Rights(false, List.of(), List.of()).reach("subscriptions/s/"));
  }
}

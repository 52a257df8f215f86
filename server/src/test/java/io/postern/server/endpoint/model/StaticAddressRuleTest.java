package io.postern.server.endpoint.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticAddressRuleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Microsoft.ContainerService/managedClusters",
        "Microsoft.Network/applicationGateways",
        "microsoft.hdinsight/CLUSTERS",
        "Microsoft.RecoveryServices/vaults"
      })
  void aTypeWhoseAddressesAreGivenTakesNoneThatAreChosen(String type) {
    assertFalse(StaticAddressRule.allows(type, List.of("any"), false, false));
  }

  @Test
  void siteRecoveryTakesChosenAddresses() {
    assertTrue(
        StaticAddressRule.allows(
            "Microsoft.RecoveryServices/vaults", List.of("AzureSiteRecovery"), false, false));
  }

  @Test
  void aServiceTakesChosenAddressesFromItsOwnTenantOnly() {
    var type = "Microsoft.Network/privateLinkServices";

    assertTrue(StaticAddressRule.allows(type, List.of(), true, true));
    assertFalse(StaticAddressRule.allows(type, List.of(), true, false));
  }

  @Test
  void anyOtherTypeTakesChosenAddresses() {
    assertTrue(
        StaticAddressRule.allows("Microsoft.Sql/servers", List.of("sqlServer"), false, false));
  }

  @Test
  void theRefusalNamesTheFieldAndTheType() {
    var target =
        ResourceName.of(
            "subscriptions/s/resourceGroups/g/providers/Microsoft.HDInsight/clusters/c");

    var refused =
        assertThrows(
            ControlException.class,
            () -> StaticAddressRule.require(target, List.of("gateway"), false, false));

    var problem = refused.error().problem();
    assertEquals(Reason.STATIC_ADDRESS_NOT_SUPPORTED, problem.reason());
    assertEquals("private_endpoint.ip_configurations", problem.violations().getFirst().field());
  }
}

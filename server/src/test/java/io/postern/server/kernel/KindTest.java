package io.postern.server.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.access.model.ResourceLock;
import io.postern.server.network.model.Subnet;
import io.postern.server.subscription.model.Subscription;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindTest {
  private static final String NETWORKS =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks";

  @ParameterizedTest
  @CsvSource({
    NETWORKS + "/v/subnets/s, true",
    "SUBSCRIPTIONS/s/resourcegroups/g/providers/microsoft.network/virtualNETWORKS/v/Subnets/s,"
        + " true",
    NETWORKS + "/v/subnets/a-longer.name_9, true",
    NETWORKS + "/v, false",
    NETWORKS + "/v/subnets/s/more/m, false",
    NETWORKS + "/v/subnet/s, false",
    NETWORKS + "/v/subnetss/s, false",
    "subscriptions/s, false"
  })
  void aNameHasTheShapeOfItsKindWithoutRegardToCase(String name, boolean matches) {
    assertEquals(matches, Subnet.KIND.matches(ResourceName.of(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "subscriptions/s, true",
    "subscriptions/s/resourceGroups/g, false",
    "groups/s, false"
  })
  void aShortShapeIsNotTheBeginningOfALongOne(String name, boolean matches) {
    assertEquals(matches, Subscription.KIND.matches(ResourceName.of(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "tenants/t/providers/Microsoft.Authorization/locks/l, true",
    "subscriptions/s/providers/microsoft.authorization/LOCKS/l, true",
    NETWORKS + "/v/subnets/s/providers/Microsoft.Authorization/locks/l, true",
    "providers/Microsoft.Authorization/locks/l, false",
    "tenants/t/providers/Microsoft.Authorization/locks/l/more/m, false",
    "tenants/t/providers/Microsoft.Authorization/roleAssignments/l, false",
    "tenants/t, false"
  })
  void whatStandsUnderAnyScopeIsToldByTheEndOfItsName(String name, boolean matches) {
    assertEquals(matches, ResourceLock.KIND.matches(ResourceName.of(name)));
  }
}

package io.postern.cli.name;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortNameTest {
  @ParameterizedTest
  @CsvSource({
    "subscriptions/s, s, s",
    "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v, v, v",
    "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/a, a,"
        + " v/a",
    "subscriptions/s/resourcegroups/g/PROVIDERS/Microsoft.Storage/storageAccounts/acct1, acct1,"
        + " acct1",
    "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/contoso.com/A/www,"
        + " www, contoso.com/www",
    "'', '', ''"
  })
  void aNameIsCutDownToItsIdsBelowTheGroup(String name, String id, String path) {
    assertEquals(id, ShortName.id(name));
    assertEquals(path, ShortName.path(name));
  }
}

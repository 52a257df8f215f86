package io.postern.server.subscription.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaTest {
  @ParameterizedTest
  @CsvSource({
    "virtualNetworks, 1000",
    "privateEndpoints, 65536",
    "privateEndpointsPerVirtualNetwork, 1000",
    "privateLinkServices, 800",
    "privateEndpointsPerPrivateLinkService, 1000",
    "privateDnsZones, 1000",
    "recordSetsPerZone, 25000",
    "virtualNetworkLinksPerZone, 1000",
    "registrationLinksPerZone, 100",
    "zonesPerVirtualNetwork, 1000",
    "privateEndpointsPerApplicationSecurityGroup, 50",
    "combinationsPerNetworkSecurityGroup, 250000",
    "zoneCreatesPerMinute, 40",
    "zoneUpdatesPerMinute, 40",
    "zoneDeletesPerMinute, 40",
    "zoneGetsPerMinute, 200",
    "recordSetWritesPerMinute, 60",
    "virtualNetworkLinkWritesPerMinute, 60"
  })
  void aLimitIsAzuresUnlessItIsSet(String id, long limit) {
    var quota = Quota.named(id);

    assertEquals(Optional.of(limit), quota.map(Quota::standard));
    assertEquals(quota, Quota.named(id.toUpperCase(Locale.ROOT)), "in any case");
  }
}

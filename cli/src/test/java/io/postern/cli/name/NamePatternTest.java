package io.postern.cli.name;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.RecordSet;
import io.postern.v1.Subnet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class NamePatternTest {
  private static final String NETWORK =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.Network";
  private static final NamePattern SUBNET = NamePattern.of(Subnet.getDescriptor());

  @Test
  void theShapeComesFromTheApi() {
    assertEquals(
        List.of("subscription", "resource_group", "virtual_network", "subnet"), SUBNET.variables());
  }

  @Test
  void fixedWordsMatchInAnyCase() {
    var found =
        SUBNET.match(
            "SUBSCRIPTIONS/s/resourcegroups/g/providers/microsoft.network/virtualNetworks/v/subnets/One");

    assertEquals(List.of("s", "g", "v", "One"), List.copyOf(found.orElseThrow().values()));
  }

  @Test
  void anotherShapeDoesNotMatch() {
    assertEquals(Optional.empty(), SUBNET.match(NETWORK + "/virtualNetworks/v"));
    assertEquals(Optional.empty(), SUBNET.match(NETWORK + "/privateDnsZones/z/subnets/a"));
    assertEquals(Optional.empty(), SUBNET.match(NETWORK + "/virtualNetworks//subnets/a"));
  }

  @Test
  void aNameIsFilledOnlyWhenEverythingIsKnown() {
    assertEquals(
        Optional.of(NETWORK + "/virtualNetworks/v/subnets/a"),
        SUBNET.fill(
            values(
                "subscription",
                "s",
                "resource_group",
                "g",
                "virtual_network",
                "v",
                "subnet",
                "a")));
    assertEquals(Optional.empty(), SUBNET.fill(values("subscription", "s", "subnet", "a")));
  }

  @Test
  void aListAsksForWhatIsKnownAndThenForAnything() {
    assertEquals("subscriptions/-", SUBNET.listParent(values()));
    assertEquals(
        "subscriptions/s/resourceGroups/-", SUBNET.listParent(values("subscription", "s")));
    assertEquals(
        NETWORK + "/virtualNetworks/-",
        SUBNET.listParent(values("subscription", "s", "resource_group", "g")));
    assertEquals(
        NETWORK + "/virtualNetworks/v",
        SUBNET.listParent(
            values("subscription", "s", "resource_group", "g", "virtual_network", "v")));
  }

  @Test
  void aPlaceIsAsNarrowAsCanBeNamed() {
    assertEquals(Optional.empty(), SUBNET.place(values()));
    assertEquals(Optional.of("subscriptions/s"), SUBNET.place(values("subscription", "s")));
    assertEquals(
        Optional.of("subscriptions/s/resourceGroups/g"),
        SUBNET.place(values("subscription", "s", "resource_group", "g")));
  }

  @Test
  void whatIsDirectlyInAGroupHasTheGroupForItsParent() {
    assertEquals(
        "subscriptions/{subscription}/resourceGroups/{resource_group}",
        SUBNET.parent().parent().toString());
    assertEquals(
        List.of("subscription", "resource_group", "provider", "type", "private_link_resource"),
        NamePattern.of(PrivateEndpointConnection.getDescriptor()).parent().variables());
    assertEquals(
        List.of("subscription", "resource_group", "private_dns_zone"),
        NamePattern.of(RecordSet.getDescriptor()).parent().variables());
  }

  private static SequencedMap<String, String> values(String... pairs) {
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) values.put(pairs[i], pairs[i + 1]);
    return values;
  }
}

package io.postern.server.zone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.ConnectionSummary;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.endpoint.model.PrivateEndpoint.IpVersions;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.Member.MemberName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where names of targets stand in zones (Rules §7.5, §8 rows 13-15). */
class DerivedRecordsTest {
  private static final String NETWORK =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/";

  @Test
  void theCataloguesZoneGetsTheCataloguesName() {
    var vault =
        member(
            "vault",
            "10.0.0.4",
            name("kv1.vault.azure.net", "privatelink.vaultcore.azure.net", "kv1"));

    assertEquals(
        List.of("kv1 A [10.0.0.4] of vault"), derived("privatelink.vaultcore.azure.net", vault));
    assertEquals(List.of("kv1 A [10.0.0.4] of vault"), derived("vault.azure.net", vault));
    assertEquals(List.of(), derived("privatelink.vault.azure.net", vault));
  }

  @Test
  void eachMemberHasItsOwnNames() {
    var registry =
        member("registry", "10.0.0.4", name("reg1.azurecr.io", "privatelink.azurecr.io", "reg1"));
    var data =
        member(
            "registry_data_eastus",
            "10.0.0.5",
            name("reg1.eastus.data.azurecr.io", "privatelink.azurecr.io", "reg1.eastus.data"));

    assertEquals(
        List.of(
            "reg1 A [10.0.0.4] of registry",
            "reg1.eastus.data A [10.0.0.5] of registry_data_eastus"),
        derived("privatelink.azurecr.io", registry, data));
  }

  @Test
  void aZoneCutOutOfTheCataloguesGetsTheRest() {
    var data =
        member(
            "data",
            "10.0.0.5",
            name("reg1.eastus.data.azurecr.io", "privatelink.azurecr.io", "reg1.eastus.data"));

    assertEquals(
        List.of("reg1 A [10.0.0.5] of data"), derived("eastus.data.privatelink.azurecr.io", data));
    assertEquals(List.of(), derived("westus.data.privatelink.azurecr.io", data));
  }

  @Test
  void oneAddressMayHaveTwoNames() {
    var sites =
        member(
            "sites",
            "10.0.0.4",
            name("app1.azurewebsites.net", "privatelink.azurewebsites.net", "app1"),
            name("app1.scm.azurewebsites.net", "privatelink.azurewebsites.net", "app1.scm"));

    assertEquals(
        List.of("app1 A [10.0.0.4] of sites", "app1.scm A [10.0.0.4] of sites"),
        derived("privatelink.azurewebsites.net", sites));
  }

  @Test
  void bothFamiliesGetARecord() {
    var blob =
        new EndpointMember(
            "blob",
            "blob",
            List.of(IpAddress.of("10.0.0.4"), IpAddress.of("fd00::4")),
            List.of(name("a.blob.core.windows.net", "privatelink.blob.core.windows.net", "a")));

    assertEquals(
        List.of("a A [10.0.0.4] of blob", "a AAAA [fd00::4] of blob"),
        derived("privatelink.blob.core.windows.net", blob));
  }

  @Test
  void aPublicNameWithoutACatalogueStandsWhereItLies() {
    var service = member("", "10.0.0.4", name("API.Contoso.com", "", ""));

    assertEquals(List.of("api A [10.0.0.4] of "), derived("contoso.com", service));
    assertEquals(List.of("@ A [10.0.0.4] of "), derived("api.contoso.com", service));
    assertEquals(List.of(), derived("toso.com", service));
  }

  @Test
  void aNameThatCannotBeOneIsLeftOut() {
    var label = "a".repeat(60);
    var tooLong = String.join(".", label, label, label, label);
    var service = member("", "10.0.0.4", name(tooLong + ".x.net", "privatelink.x.net", tooLong));

    assertEquals(List.of(), derived("privatelink.x.net", service));
  }

  private static MemberName name(String fqdn, String zone, String recordName) {
    return new MemberName(fqdn, zone, recordName);
  }

  private static EndpointMember member(String memberName, String address, MemberName... names) {
    return new EndpointMember("group", memberName, List.of(IpAddress.of(address)), List.of(names));
  }

  private static List<String> derived(String apex, EndpointMember... members) {
    return DerivedRecords.of(endpoint(members), new DomainName(apex)).stream()
        .map(record ->
            record.relativeName()
                + " "
                + record.type()
                + " "
                + record.addresses()
                + " of "
                + record.memberName())
        .toList();
  }

  private static PrivateEndpoint endpoint(EndpointMember... members) {
    var target = ResourceName.of("subscriptions/t/resourceGroups/g/providers/Microsoft.X/things/t");
    return new PrivateEndpoint(
        ResourceName.of(NETWORK + "privateEndpoints/pe"),
        Meta.NEW,
        "westeurope",
        ResourceName.of(NETWORK + "virtualNetworks/v/subnets/s"),
        target,
        Optional.empty(),
        "pe",
        List.of(),
        "",
        false,
        "",
        List.of(),
        "",
        List.of(),
        IpVersions.IPV4,
        List.of(members),
        ResourceName.of(NETWORK + "networkInterfaces/pe.nic"),
        new ConnectionSummary(
            target.child("privateEndpointConnections", "pe.1"),
            Label.APPROVED,
            "",
            ActionCode.NONE,
            false,
            1),
        Map.of());
  }
}

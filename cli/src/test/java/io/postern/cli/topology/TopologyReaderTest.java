package io.postern.cli.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.v1.PrivateLinkResource;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordType;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopologyReaderTest {
  private static final String GROUP = "subscriptions/s/resourceGroups/g/providers/";

  /** One line of a resource group's content, at line 4 of a file. */
  private static Topology inGroup(String content) {
    return TopologyReader.read("subscriptions:\n  s:\n    resourceGroups:\n      g: " + content);
  }

  private static List<String> names(Topology topology) {
    return topology.declarations().stream().map(Declaration::shortName).toList();
  }

  private static Declaration<?> last(Topology topology) {
    return topology.declarations().getLast();
  }

  @Test
  void theNestingGivesTheNames() {
    var topology =
        inGroup("{virtualNetworks: {v: {subnets: {n: }}}, privateDnsZones: {a.example: }}");
    assertEquals(List.of("s", "s/g/v", "s/g/v/n", "s/g/a.example"), names(topology));
    var subnet = topology.declarations().get(2);
    assertEquals(GROUP + "Microsoft.Network/virtualNetworks/v/subnets/n", subnet.name());
    assertEquals(GROUP + "Microsoft.Network/virtualNetworks/v", subnet.parent());
    assertEquals("n", subnet.id());
  }

  @Test
  void whatIsReferredToComesFirst() {
    var topology =
        inGroup(
            "{loadBalancers: {lb: {frontendIpConfigurations: [{name: f, subnet: v/n}]}},"
                + " virtualNetworks: {v: {subnets: {n: }}}}");
    assertEquals(List.of("s", "s/g/v", "s/g/v/n", "s/g/lb"), names(topology));
  }

  @Test
  void networksThatArePeeredBothComeBeforeTheirPeerings() {
    var topology =
        inGroup(
            "{virtualNetworks: {"
                + "v: {virtualNetworkPeerings: {p: {remoteVirtualNetwork: w}}},"
                + "w: {virtualNetworkPeerings: {q: {remoteVirtualNetwork: v}}}}}");
    assertEquals(List.of("s", "s/g/v", "s/g/w", "s/g/v/p", "s/g/w/q"), names(topology));
  }

  @ParameterizedTest
  @CsvSource({
    "n, " + GROUP + "Microsoft.Network/virtualNetworks/v/subnets/n",
    "w/n, " + GROUP + "Microsoft.Network/virtualNetworks/w/subnets/n",
    "h/w/n,"
        + " subscriptions/s/resourceGroups/h/providers/Microsoft.Network/virtualNetworks/w/subnets/n",
    "t/h/w/n,"
        + " subscriptions/t/resourceGroups/h/providers/Microsoft.Network/virtualNetworks/w/subnets/n",
    "/"
        + GROUP
        + "Microsoft.Network/virtualNetworks/w/subnets/n, "
        + GROUP
        + "Microsoft.Network/virtualNetworks/w/subnets/n",
  })
  void aReferenceIsCompletedFromWhereItStands(String written, String full) {
    var subnets = ResourceType.referredTo("postern.dev/Subnet").orElseThrow().pattern();
    assertEquals(full, NameForm.complete(subnets, List.of("s", "g", "v"), written).orElseThrow());
  }

  @Test
  void aTargetIsWrittenWithItsType() {
    var endpoint =
        last(
            inGroup(
                "{privateEndpoints: {pe: {privateLinkServiceConnection:"
                    + " {target: Microsoft.Storage/storageAccounts/acct1}}}}"));
    assertTrue(
        endpoint
            .needs()
            .contains(
                (GROUP + "Microsoft.Storage/storageAccounts/acct1").toLowerCase(Locale.ROOT)));
  }

  @Test
  void theKeyOfAPrivateLinkResourceGivesItsType() {
    var account = last(inGroup("{privateLinkResources: {Microsoft.Storage/storageAccounts/a: }}"));
    assertEquals(GROUP + "Microsoft.Storage/storageAccounts/a", account.name());
    assertEquals(
        PrivateLinkResource.newBuilder().setType("Microsoft.Storage/storageAccounts").build(),
        Overlay.of(account.fields(), PrivateLinkResource.getDefaultInstance()));
  }

  @Test
  void theKeyOfARecordSetGivesItsType() {
    var records = last(inGroup("{privateDnsZones: {a.example: {recordSets: {TXT/@: }}}}"));
    assertEquals("@", records.id());
    assertEquals(
        RecordSet.newBuilder().setType(RecordType.RECORD_TYPE_TXT).build(),
        Overlay.of(records.fields(), RecordSet.getDefaultInstance()));
  }

  @Test
  void theNearestRegionCounts() {
    var topology =
        TopologyReader.read(
            """
            region: westeurope
            subscriptions:
              s:
                region: northeurope
                resourceGroups:
                  g:
                    virtualNetworks: {inherited: , own: {region: eastus}}
            """);
    assertEquals(
        List.of("{region: northeurope}", "{region: eastus}"),
        topology.declarations().stream().skip(1).map(it -> ValueText.fields(it.fields())).toList());
  }

  @Test
  void enumsAreReadAsAzureSpellsThem() {
    for (var spelling :
        List.of("NxDomainRedirect", "NX_DOMAIN_REDIRECT", "RESOLUTION_POLICY_NX_DOMAIN_REDIRECT")) {
      var link =
          last(
              inGroup(
                  "{privateDnsZones: {a.example: {virtualNetworkLinks: {l: {resolutionPolicy: "
                      + spelling
                      + "}}}}}"));
      assertEquals("{resolutionPolicy: NX_DOMAIN_REDIRECT}", ValueText.fields(link.fields()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {virtualNetwork: {}} | 4: 'virtualNetwork' is not a kind of resource in a resource group; did you mean 'virtualNetworks'?
          {virtualNetworks: {v: {adressPrefixes: []}}} | 4: 'adressPrefixes' is not a field of a VirtualNetwork; did you mean 'addressPrefixes'?
          {virtualNetworks: {v: {colour: red}}} | 4: 'colour' is not a field of a VirtualNetwork; there are tags, region, addressPrefixes, dnsServers, privateEndpointNetworkPolicy, subnets, virtualNetworkPeerings
          {privateDnsZones: {a.example: {recordSets: {A/www: {ttl: 60}}}}} | 4: 'ttl' is not a field of a RecordSet; did you mean 'ttlSeconds'?
          {virtualNetworks: {v: {tenant: t}}} | 4: 'tenant' is not for a file to set: the server does
          {virtualNetworks: {v: {etag: t}}} | 4: 'etag' is not for a file to set: the server does
          {virtualNetworks: {v: {addressPrefixes: 10.0.0.0/8}}} | 4: a list is needed here; begin each entry with '- '
          {virtualNetworks: {v: {region: [a]}}} | 4: a single value is needed here
          {virtualNetworks: {v: {region: }}} | 4: a single value is needed here
          {virtualNetworks: [v]} | 4: keys with values are needed here
          {virtualNetworks: {a/b: }} | 4: 'a/b' cannot be the key of a virtualNetwork; write a name without '/'
          {virtualNetworks: {v: , V: }} | 4: the virtualNetwork 's/g/V' is here twice; names are compared without case
          {virtualNetworks: {v: , v: }} | 4: 'v' stands here twice
          {privateLinkResources: {acct1: }} | 4: 'acct1' cannot be the key of a privateLinkResource; write Provider/type/name, such as Microsoft.Storage/storageAccounts/acct1
          {privateDnsZones: {a.example: {recordSets: {NS/www: }}}} | 4: 'NS/www' cannot be the key of a recordSet; write TYPE/name, such as A/www or TXT/@
          {loadBalancers: {l: {sku: Premium}}} | 4: 'Premium' does not fit 'sku'; it is one of BASIC, STANDARD
          {loadBalancers: {l: {sku: SKU_UNSPECIFIED}}} | 4: 'SKU_UNSPECIFIED' does not fit 'sku'; it is one of BASIC, STANDARD
          {privateLinkServices: {p: {enableProxyProtocol: yes}}} | 4: 'yes' does not fit 'enableProxyProtocol'; it is true or false
          {privateLinkServices: {p: {connectionPolicy: {pendingTtl: 5m}}}} | 4: '5m' does not fit 'pendingTtl'; it is a duration in seconds, such as 3600s
          {privateEndpoints: {p: {subnet: a/b/c/d/e}}} | 4: 'a/b/c/d/e' does not fit 'subnet'; it needs the end of {subscription}/{resource_group}/{virtual_network}/{subnet}, or a full name
          {privateEndpoints: {p: {subnet: /subscriptions/s}}} | 4: '/subscriptions/s' does not fit 'subnet'; it needs the end of {subscription}/{resource_group}/{virtual_network}/{subnet}, or a full name
          """)
  void whatCannotBeIsRefusedWithItsLine(String content, String message) {
    var refused = assertThrows(TopologyException.class, () -> inGroup(content));
    assertEquals(message, refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          subscription: {}                    | 1: 'subscription' is not a part of a topology; did you mean 'subscriptions'?
          subscriptions: {s: {resourceGroup: {}}} | 1: 'resourceGroup' is not a field of a Subscription; did you mean 'resourceGroups'?
          subscriptions: {s: {quotas: {x: many}}} | 1: 'many' is not a limit; write a number
          subscriptions: {a/b: }              | 1: 'a/b' cannot be a name here
          subscriptions: &a {s: *a}           | 1: keys with values are needed here
          """)
  void theOuterPartsAreCheckedToo(String yaml, String message) {
    var refused = assertThrows(TopologyException.class, () -> TopologyReader.read(yaml));
    assertEquals(message, refused.getMessage());
  }
}

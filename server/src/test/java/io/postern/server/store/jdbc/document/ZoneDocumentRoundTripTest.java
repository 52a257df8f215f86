package io.postern.server.store.jdbc.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.ruleset.model.ForwardingRule;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.server.ruleset.model.TargetServer;
import io.postern.server.zone.model.ClaimPolicy;
import io.postern.server.zone.model.DomainName;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordData;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.ResolutionPolicy;
import io.postern.server.zone.model.Soa;
import io.postern.server.zone.model.VirtualNetworkLink;
import io.postern.server.zone.model.ZoneGroup;
import io.postern.server.zone.model.ZoneGroup.ZoneConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZoneDocumentRoundTripTest {
  private static final String NETWORK =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/";
  private static final ResourceName ZONE =
      ResourceName.of(NETWORK + "privateDnsZones/privatelink.blob.core.windows.net");
  private static final ResourceName VNET = ResourceName.of(NETWORK + "virtualNetworks/v");
  private static final ResourceName GROUP =
      ResourceName.of(NETWORK + "privateEndpoints/pe/privateDnsZoneGroups/default");
  private static final Meta META =
      new Meta(
          "uid",
          new Revision(3),
          new Revision(7),
          Instant.parse("2026-01-01T00:00:00Z"),
          Instant.parse("2026-01-02T00:00:00Z"));

  private final Documents documents = new Documents();

  @ParameterizedTest
  @MethodSource
  void whatIsWrittenIsReadBack(Resource resource) {
    assertEquals(resource, documents.read(resource.kind(), documents.text(resource)));
  }

  static Stream<Resource> whatIsWrittenIsReadBack() {
    var standard = Soa.standard(PrivateDnsZone.apex(ZONE));
    var own =
        new Soa(
            new DomainName("ns.contoso.com"), new DomainName("host.contoso.com"), 1, 2, 3, 4, 5);
    return Stream.of(
        new PrivateDnsZone(ZONE, META, standard, ClaimPolicy.PER_VNET, Map.of()),
        new PrivateDnsZone(ZONE, META, own, ClaimPolicy.ERROR, Map.of("team", "dns")),
        new ForwardingRuleset(
            ResourceName.of(NETWORK + "dnsForwardingRulesets/r"),
            META,
            "eastus",
            List.of(
                new ForwardingRule(
                    "corp",
                    new DomainName("corp.example"),
                    List.of(
                        new TargetServer(IpAddress.of("10.0.0.53"), 53),
                        new TargetServer(IpAddress.of("fd00::53"), 5353)),
                    true),
                new ForwardingRule(
                    "rest",
                    DomainName.ROOT,
                    List.of(new TargetServer(IpAddress.of("10.0.0.53"), 53)),
                    false)),
            List.of(VNET),
            Map.of("team", "dns")),
        set(
            "A",
            new RecordData.A(IpAddress.of("10.0.0.1")),
            new RecordData.A(IpAddress.of("10.0.0.2"))),
        set("AAAA", new RecordData.Aaaa(IpAddress.of("fd00::1"))),
        set("CNAME", new RecordData.Cname(new DomainName("contoso.com"))),
        set("MX", new RecordData.Mx(10, new DomainName("mail.contoso.com"))),
        set("PTR", new RecordData.Ptr(new DomainName("host.contoso.com"))),
        set("SRV", new RecordData.Srv(1, 2, 3, DomainName.ROOT)),
        set("TXT", new RecordData.Txt(List.of("one", "", "ümlaut"))),
        new RecordSet(
            ZONE.child("TXT", "@"),
            META,
            1,
            List.of(new RecordData.Txt(List.of("v=1"))),
            Map.of("owner", "me")),
        new VirtualNetworkLink(
            ZONE.child("virtualNetworkLinks", "l"),
            META,
            VNET,
            false,
            ResolutionPolicy.DEFAULT,
            Map.of()),
        new VirtualNetworkLink(
            ZONE.child("virtualNetworkLinks", "l"),
            META,
            VNET,
            true,
            ResolutionPolicy.NX_DOMAIN_REDIRECT,
            Map.of("team", "dns")),
        new ZoneGroup(GROUP, META, List.of(new ZoneConfig("blob", ZONE)), List.of()),
        new ZoneGroup(
            GROUP, META, List.of(new ZoneConfig("blob", ZONE)), List.of(ZONE.child("A", "acct1"))));
  }

  private static RecordSet set(String type, RecordData... records) {
    return new RecordSet(ZONE.child(type, "www"), META, 3600, List.of(records), Map.of());
  }
}

package io.postern.cli.noun;

import static java.util.stream.Collectors.joining;

import io.postern.cli.name.ShortName;
import io.postern.cli.noun.Noun.Parent;
import io.postern.client.PosternClient;
import io.postern.v1.ARecord;
import io.postern.v1.AaaaRecord;
import io.postern.v1.DnsForwardingRule;
import io.postern.v1.DnsForwardingRuleset;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneGroup;
import io.postern.v1.PtrRecord;
import io.postern.v1.RecordSet;
import io.postern.v1.SoaRecord;
import io.postern.v1.TargetDnsServer;
import io.postern.v1.TxtRecord;
import io.postern.v1.VirtualNetworkLink;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Zones, what is in them and who sees them. */
public final class DnsNouns {
  public static final Noun<PrivateDnsZone> ZONE =
      new Noun<>(
          "zone",
          List.of("dns-zone", "private-dns-zone", "privateDnsZone"),
          "private DNS zone",
          "private DNS zones",
          PrivateDnsZone.getDefaultInstance(),
          Optional.empty(),
          PosternClient::privateDnsZones,
          List.of(
              Column.of("RECORD SETS", z -> Integer.toString(z.getCounters().getRecordSets())),
              Column.of("LINKS", z -> Integer.toString(z.getCounters().getVirtualNetworkLinks())),
              Column.of("CLAIMS", z -> Words.of(z.getClaimPolicy())),
              Column.detail("SOA", z -> soa(z.getSoa())),
              Column.detail("PROVISIONING", z -> Words.of(z.getProvisioningState()))));

  public static final Noun<RecordSet> RECORD_SET =
      new Noun<>(
          "record-set",
          List.of("record", "recordSet"),
          "record set",
          "record sets",
          RecordSet.getDefaultInstance(),
          Optional.of(Parent.ZONE),
          PosternClient::recordSets,
          List.of(
              Column.of("TYPE", r -> Words.bare(r.getType())),
              Column.of("TTL", r -> Integer.toString(r.getTtlSeconds())),
              Column.of("VALUES", r -> values(r).collect(joining(", "))),
              Column.detail("FQDN", RecordSet::getFqdn),
              Column.detail("METADATA", r -> Words.of(r.getMetadataMap())),
              Column.detail("CLAIMS", DnsNouns::claims)));

  public static final Noun<VirtualNetworkLink> LINK =
      new Noun<>(
          "link",
          List.of("virtual-network-link", "virtualNetworkLink"),
          "virtual network link",
          "virtual network links",
          VirtualNetworkLink.getDefaultInstance(),
          Optional.of(Parent.ZONE),
          PosternClient::virtualNetworkLinks,
          List.of(
              Column.of("VNET", l -> ShortName.path(l.getVirtualNetwork())),
              Column.of("POLICY", l -> Words.of(l.getResolutionPolicy())),
              Column.of("REGISTRATION", l -> Words.of(l.getRegistrationEnabled())),
              Column.of("STATE", l -> Words.of(l.getState()))));

  public static final Noun<PrivateDnsZoneGroup> ZONE_GROUP =
      new Noun<>(
          "zone-group",
          List.of("private-dns-zone-group", "privateDnsZoneGroup"),
          "zone group",
          "zone groups",
          PrivateDnsZoneGroup.getDefaultInstance(),
          Optional.of(Parent.ENDPOINT),
          PosternClient::zoneGroups,
          List.of(
              Column.of(
                  "ZONES",
                  g ->
                      g.getPrivateDnsZoneConfigsList().stream()
                          .map(config -> ShortName.id(config.getPrivateDnsZone()))
                          .collect(joining(", "))),
              Column.of("PROVISIONING", g -> Words.of(g.getProvisioningState())),
              Column.detail("RECORDS", DnsNouns::records)));

  public static final Noun<DnsForwardingRuleset> RULESET =
      new Noun<>(
          "ruleset",
          List.of("forwarding-ruleset", "dns-forwarding-ruleset", "dnsForwardingRuleset"),
          "forwarding ruleset",
          "forwarding rulesets",
          DnsForwardingRuleset.getDefaultInstance(),
          Optional.empty(),
          PosternClient::forwardingRulesets,
          List.of(
              Column.of("REGION", DnsForwardingRuleset::getRegion),
              Column.of("RULES", r -> Integer.toString(r.getRulesCount())),
              Column.of("VNETS", r -> ShortName.paths(r.getVirtualNetworksList())),
              Column.detail("IN DETAIL", DnsNouns::rules)));

  private DnsNouns() {}

  private static String rules(DnsForwardingRuleset ruleset) {
    return ruleset.getRulesList().stream().map(DnsNouns::rule).collect(joining("\n"));
  }

  private static String rule(DnsForwardingRule rule) {
    var servers =
        rule.getTargetDnsServersList().stream().map(DnsNouns::server).collect(joining(", "));
    return rule.getDomainName() + " to " + servers + (rule.getEnabled() ? "" : " (disabled)");
  }

  private static String server(TargetDnsServer server) {
    var address = server.getIpAddress();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + server.getPort();
  }

  /** The values of a record set in the form of a zone file, whatever its type. */
  private static Stream<String> values(RecordSet set) {
    return Stream.of(
            set.getARecordsList().stream().map(ARecord::getIpv4Address),
            set.getAaaaRecordsList().stream().map(AaaaRecord::getIpv6Address),
            set.getMxRecordsList().stream().map(mx -> mx.getPreference() + " " + mx.getExchange()),
            set.getPtrRecordsList().stream().map(PtrRecord::getPtrdname),
            set.getSrvRecordsList().stream()
                .map(srv ->
                    srv.getPriority()
                        + " "
                        + srv.getWeight()
                        + " "
                        + srv.getPort()
                        + " "
                        + srv.getTarget()),
            set.getTxtRecordsList().stream().map(DnsNouns::text),
            set.hasCnameRecord() ? Stream.of(set.getCnameRecord().getCname()) : Stream.<String>of(),
            set.hasSoaRecord() ? Stream.of(soa(set.getSoaRecord())) : Stream.<String>of())
        .flatMap(values -> values);
  }

  private static String text(TxtRecord record) {
    return record.getValuesList().stream().map(value -> "\"" + value + "\"").collect(joining(" "));
  }

  private static String soa(SoaRecord soa) {
    return String.join(
        " ",
        soa.getHost(),
        soa.getEmail(),
        Integer.toUnsignedString(soa.getSerial()),
        Integer.toString(soa.getRefreshSeconds()),
        Integer.toString(soa.getRetrySeconds()),
        Integer.toString(soa.getExpireSeconds()),
        Integer.toString(soa.getMinimumTtlSeconds()));
  }

  private static String claims(RecordSet set) {
    return set.getClaimsList().stream()
        .map(claim ->
            ShortName.path(claim.getPrivateEndpoint())
                + " "
                + Words.of(claim.getIpAddressesList())
                + " "
                + Words.of(claim.getDnsStatus()))
        .collect(joining("\n"));
  }

  private static String records(PrivateDnsZoneGroup group) {
    return group.getPrivateDnsZoneConfigsList().stream()
        .flatMap(config -> config.getRecordSetsList().stream())
        .map(set ->
            set.getFqdn()
                + " "
                + Words.bare(set.getType())
                + " "
                + Words.of(set.getIpAddressesList()))
        .collect(joining("\n"));
  }
}

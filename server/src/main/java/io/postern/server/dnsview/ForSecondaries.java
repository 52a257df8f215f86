package io.postern.server.dnsview;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.Zone;
import io.postern.server.config.DnsServerSettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What zones and views have besides, for the sake of secondaries: name servers at the apex, without
 * which no secondary loads a zone, and a catalog. Here as there, so that both answer the same.
 *
 * @param delegated whether zones have name servers at all
 * @param servers their names; the host of the zone's SOA if there are none
 * @param catalog the name of the catalog of each network's zones; empty for none
 */
record ForSecondaries(boolean delegated, List<DnsName> servers, Optional<DnsName> catalog) {
  static final ForSecondaries NOTHING = new ForSecondaries(false, List.of(), Optional.empty());

  ForSecondaries {
    servers = List.copyOf(servers);
  }

  /** As the settings have it: nothing where there are no transfers. */
  static ForSecondaries of(DnsServerSettings settings) {
    var transfer = settings.transfer();
    return transfer.isOn()
        ? new ForSecondaries(
            true,
            transfer.nameServers().stream().map(DnsName::parse).distinct().toList(),
            transfer.catalog().map(DnsName::parse))
        : NOTHING;
  }

  /** The zone with its name servers, by its SOA as it is now. */
  Zone withServers(Zone zone) {
    if (!delegated) return zone;
    var soa = zone.soaSettings();
    var host = soa.mname() == null ? zone.apex() : soa.mname();
    var names = servers.isEmpty() ? List.of(host) : servers;
    var set =
        new RecordSet(RecordType.NS, soa.ttlSeconds(), names.stream().map(Rdata::name).toList());
    var before = zone.node(zone.apex());
    var node = before == null ? Node.EMPTY : before;
    var others = node.recordSets().stream().filter(it -> !it.type().equals(RecordType.NS));
    return zone.withNode(
        zone.apex(), new Node(Stream.concat(Stream.of(set), others).toList(), node.claims()));
  }
}
